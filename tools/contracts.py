"""An import contract of our own: a context is entered by its public face."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from typing_extensions import override

_DEPTH = 3


class PublicFace(Contract):
    """From outside a context only its public layers are imported; `open_contexts` may be entered anywhere, `exempt` may enter anywhere."""

    public = fields.ListField(subfield=fields.StringField())
    open_contexts = fields.ListField(subfield=fields.StringField())
    exempt = fields.ListField(subfield=fields.StringField())

    @override
    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept when every import across contexts goes to a public layer."""
        breaches = sorted(
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._is_breach(importer.split("."), imported.split("."))
        )
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    def _is_breach(self, importer: list[str], imported: list[str]) -> bool:
        if len(importer) < _DEPTH - 1 or len(imported) < _DEPTH or importer[0] != imported[0]:
            return False
        own = importer[1] == imported[1] or importer[1] in set(self.exempt)  # type: ignore[call-overload]  # a field's value
        return not own and imported[1] not in set(self.open_contexts) and imported[2] not in set(self.public)  # type: ignore[call-overload]

    @override
    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import and what to do instead."""
        for importer, imported in check.metadata["breaches"]:
            output.print(f"{importer} imports {imported}: use the context's services, queries, rules, access or errors")
