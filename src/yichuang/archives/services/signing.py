"""The detached signatures that papers carry, as a package keeps them. Law: OSR 8."""

from collections.abc import Sequence

from yichuang.archives.rules import ALGORITHM, Listed
from yichuang.seals.queries import get_seal, uses_for_subject


def signed_papers(case_no: str, papers: Sequence[Listed]) -> list[dict[str, object]]:
    """The detached signatures of these papers, with what is needed to check them."""
    paths = {paper.sm3: paper.path for paper in papers}
    found: list[dict[str, object]] = []
    for use in uses_for_subject(case_no):
        if use.digest not in paths or not use.signature:
            continue
        seal = get_seal(use.seal_id)
        found.append(
            {
                "over": paths[use.digest],
                "algorithm": ALGORITHM,
                "public_key": seal.sm2_public,
                "signature": use.signature,
                "seal": seal.name,
                "organisation": seal.organisation_name,
                "paper_number": use.paper_number,
                "sealed_by": use.actor_name,
                "sealed_at": use.sealed_at,
                "certificate": seal.certificate,
                "is_test": seal.is_test,
            }
        )
    return found
