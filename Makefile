# make build: source/ into output/ in four formats. make test: the tests. Both set up everything first.
.PHONY: build test lint docs gallery bench fidelity fuzz lock judges clean

build: .venv/ready
	.venv/bin/pipeline build source --output output

test: .venv/ready
	.venv/bin/python -m pytest

lint: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

# The pages drawn from the code: the profile, the diagnostics, the rooms
docs: .venv/ready
	.venv/bin/python -m pipeline.schema
	.venv/bin/python docs/draw.py

bench: .venv/ready
	.venv/bin/python -m bench.compare source/shamkhor-massacre.xml
	.venv/bin/python -m bench.compare source/on-citation.xml
	.venv/bin/python -m bench.corpus
	.venv/bin/python -m bench.race

# What real articles keep in every format, and with pandoc
fidelity: .venv/ready
	.venv/bin/python -m bench.fidelity $(ARTICLES)

# Mutated sources, styles and pictures against what must always be true: make fuzz MINUTES=60 SEED=1
fuzz: .venv/ready
	.venv/bin/python -m bench.fuzz --minutes $(or $(MINUTES),10) --seed $(or $(SEED),1)

# The pictures of docs/gallery.md, which the tests compare with: as the pages look now
gallery: .venv/ready
	.venv/bin/python -m pytest tests/visual --accept

# The outside judges of every format, for the tests that ask them
judges: .venv/ready
	tests/oracles/setup

# New versions of the libraries, within pyproject.toml
lock: .venv/ready
	.venv/bin/python -m pip install --quiet uv
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra cluster --group dev pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv

.venv/ready: requirements.lock pyproject.toml bin/setup
	bin/setup
