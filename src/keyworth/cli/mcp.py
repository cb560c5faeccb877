"""The verb by which programs ask about a saved audit."""

from __future__ import annotations

from keyworth.cli.spelling import AuditDir, app


@app.command()
def mcp(audit: AuditDir) -> None:
    """Answer questions about a saved audit by the Model Context Protocol over stdio; read-only."""
    from keyworth.report import serve

    serve(audit)
