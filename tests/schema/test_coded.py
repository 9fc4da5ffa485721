"""The coded rules as a whole: what the generator writes is free of errors, and no rule falls over what the grammar allows."""

from hypothesis import HealthCheck, given, settings

from pipeline.article import Article
from pipeline.diagnostics import Report, Severity, codes
from pipeline.schema.coded import CHECKS, check
from tests.schema.generate import articles


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(articles())
def test_random_articles_have_no_errors(tmp_path, root):
    report = Report(tmp_path / "random.xml")
    check(Article(report.path, root), report)
    assert [str(d) for d in report if d.severity is Severity.ERROR] == []


def test_every_check_has_its_code():
    assert set(CHECKS) <= set(codes())
