"""What a refusal looks like on the wire (RFC 9457, application/problem+json)."""

from pydantic import BaseModel, ConfigDict

from app.domain.problems import ProblemCode


class FieldProblem(BaseModel):
    """One field that cannot be right, and why, in plain words."""

    field: str
    message: str


class Problem(BaseModel):
    """A refusal: `code` is stable and has a sentence in the app, `detail` is for people."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: ProblemCode
    request_id: str
    retry_after: int | None = None
    fields: list[FieldProblem] | None = None
