"""A server on loopback that speaks the protocols of the sources, out of a folder.

For the demo, the tests and the benches: the same client, over the same wire, without the outside
world. It keeps the habits of the real services and, when told to, their faults
(:mod:`corpus.replay.faults`). What it serves may be changed while it runs
(:mod:`corpus.replay.changes`); the folder never changes.

A dataset is a folder with any of these:

``odata/<Entity>.jsonl`` (or ``.jsonl.gz``)
    raw rows of v4/2.0, what they refer to nested within them; v5 and the SyncFeed are made of the
    same rows
``koop/records.jsonl``
    a flat record per paper: ``identifier``, ``content_area``, ``modified`` (and ``gewijzigd``, the
    moment), ``title``, … and ``manifestations``, the path of each form below the dataset (or an
    absolute path: the bytes stay where they are)
``openoverheid/documents.jsonl``
    a document each: ``id``, ``titel``, ``omschrijving``, ``openbaarmakingsdatum``,
    ``mutatiedatumtijd``, ``versie``, ``verantwoordelijke``, ``documentsoorten``,
    ``informatiecategorieen``, ``relaties``, ``gepubliceerd``, ``bestand`` (a path)
``rss/items.jsonl``
    ``title``, ``description``, ``date``, ``link`` (a path is taken to be on this server)
``papers/``, ``resources/<Document Id>.<ext>``
    the bytes
``later/``
    a folder of the same shape: what the next night brings (:meth:`Replay.advance`); a record with
    ``ingetrokken`` is taken away

``python -m corpus.replay FOLDER`` serves one in the foreground.
"""

from collections.abc import Mapping

from corpus.replay.fault_kinds import FAULTS
from corpus.replay.faults import Fault, Faults, random_faults
from corpus.replay.openoverheid import API as OPENOVERHEID
from corpus.replay.rss import RSS
from corpus.replay.server import ODATA, ODATA5, SRU, SYNCFEED, Replay

# each source by the name the settings have for it, and where it is on the server
ADDRESSES: Mapping[str, str] = {
    "tweedekamer": ODATA,
    "syncfeed": SYNCFEED,
    "koop": SRU,
    "openoverheid": OPENOVERHEID,
    "rijksoverheid": RSS,
}

__all__ = [
    "ADDRESSES",
    "FAULTS",
    "ODATA",
    "ODATA5",
    "OPENOVERHEID",
    "RSS",
    "SRU",
    "SYNCFEED",
    "Fault",
    "Faults",
    "Replay",
    "random_faults",
]
