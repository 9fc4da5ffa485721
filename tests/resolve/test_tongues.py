"""Tongues: works in Latin letters in articles of other scripts, and names that have no initials."""

import pytest

from tests.resolve.making import cite, cluster, entries, fragment, labels, named, part, refs

PORTS = named("Harrow, Nina", "Belling, Tom", title="The book of ports", year="2011")
ROPES = named("Marsh, Olive", "Pell, Ivan", "Quill, Jo", "Rand, Zed", title="Ropes", more="<edition>2</edition>")
OWN = {
    "ar": named("الحداد, سليم محمد", "النجار, ليلى", title="المرافئ", year="2015"),
    "he": named("חדד, שלום", "נגר, לאה", title="נמלים", year="2015"),
    "ru": named("Лужин, Олег", "Сидорова, Анна", title="Гавани", year="2015"),
    "zh": named("王, 小明", "李, 四光", title="港口", year="2015"),
}


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("ar", "الحداد, سليم محمد, و ليلى النجار. 2015. المرافئ."),
        ("he", "חדד, שלום, ו לאה נגר. 2015. נמלים."),
        ("ru", "Лужин, Олег, и Анна Сидорова. 2015. Гавани."),
        ("zh", "王小明, 和 李四光. 2015. 港口."),
    ],
)
def test_each_work_is_referred_to_in_words_of_its_script(language, printed):
    body = f"<p>x {cite('a')} {cite('b')} {cite('c')}</p>"
    root = fragment(body, refs(a=PORTS, b=ROPES, c=OWN[language]), "chicago-author-date", language)
    assert labels(root)[:2] == ["(Harrow and Belling 2011)", "(Marsh et al. 1990)"]
    assert entries(root) == {
        "a": "Harrow, Nina, and Tom Belling. 2011. The book of ports.",
        "b": "Marsh, Olive, Ivan Pell, Jo Quill, and Zed Rand. 1990. Ropes. 2nd ed.",
        "c": printed,
    }


def test_a_work_says_its_language():
    french = PORTS.replace("<element-citation", '<element-citation xml:lang="fr"')
    root = fragment(f"<p>x {cite('a')}</p>", refs(a=french), "chicago-author-date", "ru")
    assert (labels(root), entries(root)["a"]) == (["(Harrow et Belling 2011)"], "Harrow, Nina, et Tom Belling. 2011. The book of ports.")
    spelled = PORTS.replace("<element-citation", '<element-citation xml:lang="ru"')
    root = fragment(f"<p>x {cite('a')}</p>", refs(a=spelled), "chicago-author-date", "ru")
    assert labels(root) == ["(Harrow и Belling 2011)"]


def test_works_of_several_scripts_are_cited_together_in_words_of_the_article():
    root = fragment(f"<p>x {cite('a', 'b')}</p>", refs(a=PORTS, b=OWN["ru"]), "chicago-author-date", "ru")
    assert labels(root) == ["(Harrow и Belling 2011; Лужин и Сидорова 2015)"]


def test_a_page_of_a_work_has_the_word_of_the_work_and_a_prefix_its_own():
    said = cluster(part("prefix", "см. "), cite("a"), part("locator", "3–4", "page"))
    assert labels(fragment(f"<p>x {said}</p>", refs(a=PORTS), "apa", "ru")) == ["(см. Harrow & Belling, 2011, pp. 3–4)"]


def test_numbers_are_those_of_the_article():
    style = "gost-r-7-0-5-2008-numeric-alphabetical"
    root = fragment(f"<p>x {cite('a')} {cite('c')}</p>", refs(a=PORTS, c=OWN["ru"]), style, "ru")
    numbers = {one.get("id"): one.findtext("label") for one in root.iter("ref")}
    assert [f"[{(numbers[key] or '').strip('.[]')}]" for key in "ac"] == labels(root)


def test_a_translated_title_does_not_make_a_work_one_of_another_script():
    title = "<article-title>Ports</article-title><trans-title xml:lang='ru'>Гавани и причалы всех морей</trans-title>"
    given = ROPES.replace("<source>", f"{title}<source>").replace('type="book"', 'type="journal"')
    root = fragment(f"<p>x {cite('a')}</p>", refs(a=given), "apa", "ru")
    assert labels(root) == ["(Marsh et al., 1990)"]


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("apa", "الحداد, سليم محمد, & النجار, ليلى. (2015). المرافئ."),
        ("ieee", "سليم محمد الحداد و ليلى النجار, المرافئ. 2015."),
        ("vancouver-nlm", "الحداد سليم محمد, النجار ليلى. المرافئ. 2015."),
        ("nature", "الحداد, سليم محمد & النجار, ليلى. المرافئ. (2015)."),
    ],
)
def test_names_in_scripts_without_capitals_have_no_initials(style, printed):
    assert entries(fragment(f"<p>x {cite('a')}</p>", refs(a=OWN["ar"]), style, "ar"))["a"] == printed
