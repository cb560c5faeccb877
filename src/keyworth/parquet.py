"""Tables read from Parquet, without a thread of Arrow's that could outlive its work.

Arrow's pools now and then abort a process that ends just after a read
(apache/arrow#34314: one in ninety of our short processes).
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def read_parquet(source: Path | bytes) -> pd.DataFrame:
    """Return the table of a file, or of a file's bytes.

    Raises
    ------
    OSError, ValueError
        Where it cannot be read, or is not Parquet.

    Examples
    --------
    >>> import pandas as pd
    >>> read_parquet(pd.DataFrame({"a": [1, 2]}).to_parquet())["a"].tolist()
    [1, 2]
    """
    from pyarrow.parquet import ParquetFile

    with ParquetFile(io.BytesIO(source) if isinstance(source, bytes) else source, pre_buffer=False) as file:
        return file.read(use_threads=False).to_pandas(use_threads=False)
