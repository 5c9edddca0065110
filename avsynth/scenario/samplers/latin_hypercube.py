"""Latin hypercube: every draw for itself is filled evenly, whatever the number of draws."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from avsynth.scenario.draws import Source
from avsynth.scenario.sampler import SAMPLERS, Facts, Sampler
from avsynth.scenario.samplers._even import REPLICATES, designs_of, filled
from avsynth.scenario.samplers._sources import Row

if TYPE_CHECKING:
    from avsynth.scenario.concrete import Scenario
    from avsynth.scenario.study import Study


@SAMPLERS.register
class LatinHypercube(Sampler):
    """Fill each draw for itself evenly: one value from each of equally likely slices; proposals are heeded."""

    method: Literal["latin_hypercube"] = "latin_hypercube"
    replicates: int = Field(8, ge=1, description=REPLICATES)

    def survey(self, study: Study) -> Generator[Scenario, None, Facts]:
        designs = designs_of(study, self.replicates)
        rows = -(-study.sampling.count // designs)

        def source(design: int, number: int) -> Source:
            block, row = divmod(number, rows)
            return Row(
                number=row,
                rows=rows,
                design=study.stream.child("design", design, block),
                stream=study.stream.child("point", design, number),
                defensive=study.sampling.defensive,
            )

        return (yield from filled(study, source, designs))
