"""The language of brackets, in which a word that went past the translators is seen."""

import pseudo
import pytest


@pytest.fixture(scope="module")
def brackets(tmp_path_factory):
    with pseudo.spoken(tmp_path_factory.mktemp("translations")):
        yield
