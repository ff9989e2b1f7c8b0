"""The model of costs: its page is up to date, and it answers as the prices say."""

import pytest

from benchmarks.cost.__main__ import GENERATED, PAGE, tables
from benchmarks.cost.alternatives import machines
from benchmarks.cost.deployment import read_deployment
from benchmarks.cost.model import VCPU_MB, Assumptions, Model, read_measured
from benchmarks.cost.prices import VIRGINIA, Allowances
from benchmarks.cost.usage import Usage, bill


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(read_measured(), read_deployment(), Assumptions())


def test_the_page_says_what_the_model_says() -> None:
    found = GENERATED.search(PAGE.read_text())

    assert found is not None
    assert found[0] == tables(), "run `python -m benchmarks.cost --write`"


def test_a_price_can_be_tried() -> None:
    assert tables({"sqs_million": "40"}) != tables()


def test_an_unknown_price_is_refused() -> None:
    with pytest.raises(SystemExit):
        tables({"sqs_billion": "1"})


def test_use_is_priced_per_unit() -> None:
    used = Usage(gb_seconds=1_000_000, invocations=2_000_000, sqs=3_000_000)
    costs = bill(used, VIRGINIA)

    assert costs["Lambda, time"] == pytest.approx(13.3334)
    assert costs["Lambda, requests"] == pytest.approx(0.40)
    assert costs["SQS"] == pytest.approx(1.20)


def test_allowances_are_taken_off_and_never_pay() -> None:
    assert sum(bill(Usage(gb_seconds=400_000, invocations=1_000_000), VIRGINIA, Allowances()).values()) == 0
    assert sum(bill(Usage(), VIRGINIA, Allowances()).values()) == 0


def test_downloads_cost_on_s3_and_writes_cost_on_r2() -> None:
    used = Usage(sent_gb=100, downloaded_gb=10)

    assert bill(used, VIRGINIA)["Data that leaves AWS"] == pytest.approx(0.90)
    assert bill(used, VIRGINIA, store="r2")["Data that leaves AWS"] == pytest.approx(9.00)


def test_idle_queues_are_polled_for_every_mapping(model: Model) -> None:
    assert model.idle().sqs >= model.deployment.mappings * 15 * 60 * 730


def test_a_book_moves_a_message_for_every_segment_chapter_and_stage(model: Model) -> None:
    messages = model.measured["messages"]

    assert messages["ChaptersQueue"] == model.measured["book"]["chapters"]
    assert messages["SegmentsQueue"] >= messages["ChaptersQueue"]
    assert messages["AssemblyQueue"] == 1


def test_half_a_vcpu_takes_twice_the_processor_time_and_more_than_one_takes_no_less(model: Model) -> None:
    function = model.functions["SynthesizeFunction"]
    whole = function.seconds(VCPU_MB) - function.wait

    assert function.seconds(VCPU_MB // 2) - function.wait == pytest.approx(2 * whole, rel=0.01)
    assert function.seconds(2 * VCPU_MB) == function.seconds(VCPU_MB)


def test_a_machine_is_there_even_if_nobody_comes_and_more_come_with_the_books() -> None:
    assert machines(0, 200, VIRGINIA).count == 1
    assert machines(100_000, 200, VIRGINIA).count > machines(10_000, 200, VIRGINIA).count
