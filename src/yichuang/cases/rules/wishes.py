"""What an applicant may wish in his application: to bring a material later, to be granted on commitment, to change a grant.

Law: AY 24, 25; ALL 49, 50, 70.
"""

from collections.abc import Collection

from yichuang.catalogue.rules import ItemContent, concerned_codes


def excused(content: ItemContent, later: Collection[str], *, is_on_commitment: bool) -> frozenset[str]:
    """The codes of the materials that need not be there when the application is filed.

    They are those of `later` that the item lets follow; on commitment all that it lets follow. Law: AY 24, 25.
    """
    return frozenset(
        one.code for one in content.materials if one.is_deferrable and (is_on_commitment or one.code in later)
    )


def may_commit(content: ItemContent) -> bool:
    """Whether an applicant can ask for a grant on commitment. Law: AY 25."""
    return content.handling.commitment is not None


def is_concerned(granted: ItemContent, content: ItemContent) -> bool:
    """Whether an application for the item can be about what the other item grants: the same certificate, as far as both name one.

    Law: ALL 49, 50, 70.
    """
    results = {result.certificate_code for result in granted.results}
    concerned = set(concerned_codes(content))
    return not results or not concerned or bool(results & concerned)
