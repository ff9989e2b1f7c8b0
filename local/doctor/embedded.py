"""The embedded cloud as a deployment, in a home that passes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from local.cloud import STACK, TEMPLATE, Cloud
from local.commands.serve import FRONT_END
from local.doctor.deployment import Deployment
from local.engines import engines
from local.environment import ACCOUNT, REGION
from local.home import ALONE
from local.intrinsics import load
from local.operating import environment
from local.stack import Site, Stack
from local.template import read_wiring


@contextmanager
def embedded() -> Iterator[Deployment]:
    """Start the embedded cloud, set up as `serve` does. Raises what Cloud raises."""
    with (
        TemporaryDirectory(prefix="ebookvoice-") as home,
        Cloud(Path(home), overrides={**ALONE, **engines()}, parameters=FRONT_END) as cloud,
        deployment_of(cloud) as deployment,
    ):
        yield deployment


@contextmanager
def deployment_of(cloud: Cloud) -> Iterator[Deployment]:
    """See a running cloud, which was started with FRONT_END as its parameters, as a deployment."""
    site = Site(ACCOUNT, REGION, STACK, cloud.access.endpoint)
    wiring = read_wiring(TEMPLATE, site, FRONT_END)
    template = load(TEMPLATE)
    defaults = {name: str(spec["Default"]) for name, spec in template["Parameters"].items() if "Default" in spec}
    deployment = Deployment(
        name="local",
        stack=Stack(template, site, FRONT_END),
        wiring=wiring,
        parameters={**defaults, **FRONT_END},
        environments={name: cloud.environment(name) for name in wiring.functions},
        timeouts={name: function.timeout for name, function in wiring.functions.items()},
        api_url=cloud.url,
        embedded=True,
    )
    with environment(cloud.access.variables()):
        yield deployment
