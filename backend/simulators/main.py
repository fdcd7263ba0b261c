"""The simulators that `make run` starts: `uvicorn simulators.main:app`."""

from simulators.application import create_app
from simulators.settings import read_environment

app = create_app(read_environment())
