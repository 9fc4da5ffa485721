"""Fidelity: what of an article in JATS is still there in each output, counted from the files alone, with pandoc's figures beside."""
