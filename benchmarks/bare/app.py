"""The least that FastAPI and Mangum can be on Lambda: what the API's cold start is compared with."""

from fastapi import FastAPI
from mangum import Mangum

app = FastAPI()


@app.get("/")
def read() -> dict[str, str]:
    """Answer anything."""
    return {}


handler = Mangum(app, lifespan="off")
