"""What a subject or a heading says is replaced, in every spelling the register has.

Clerks wrote these by hand: "t.v.v. 99 001, nr, 8", "(tvv Kamerstuknr. 99200-VI, nr. 125)",
"t.v.v. nr. 99001, nr. 282", "t.v.v. 99200 VI. nr. 42", "t.v.v. 99200-XV, 8". A rule reads the
words before the number too, so that "ter vervanging van glas" is none.
"""

from __future__ import annotations

import re

from extractors.rules import Rule

# "t.v.v.", "tvv", "T.v.v", "ter vervanging van die gedrukt onder", "ter vervaning van"
_LEAD = (
    r"\(?\s?(?<![^\W\d_])(?:t ?\.? ?v ?\.? ?v\.?|ter vervan\w*)[\s(]*(?:van )?"
    r"(?:die |de motie |het )?(?:gedrukt )?(?:onder )?(?:kamerstuk ?(?:nummer|nr\.?)?\s?)?\s?"
)
_NR = r"(?:(?:nrs?|nummer|letter)(?:[.,]| |(?=[0-9])) ?)"
_TUSSEN = r"[ ,.\-–]{0,3}"
# XV; XV1 and x for XVI and X; A; 02 of a Council dossier, where one more number follows
_DEEL = (
    r"(?:[ \-–]{1,3}(?P<raad>[0-9]{2})(?=[ ,\-–]{1,3}(?:nrs?\.? ?)?[0-9])"
    r"|[ ,\-–]{0,3}\(?(?P<deel>[IVXL][IVXL1]{0,5}[AB]?|[A-J])(?![0-9A-Z])\)?)?"
)
# the kingdom number, "-(R2181)", is read over; "nr. ??, was nr. 66" is 66
_STAART = (
    rf"(?![0-9]){_DEEL}(?:{_TUSSEN}\(?R ?[0-9]{{3,4}}\)?)?"
    rf"(?:{_TUSSEN}{_NR}\?{{1,3}}, was (?={_NR}))?"
    rf"(?:{_TUSSEN}{_NR}?(?P<nummer>[0-9]{{1,4}}[a-z]?)|(?:, ?|,? {_NR})(?P<letters>[A-Z]{{1,2}}))"
    r"(?![0-9A-Z])"
)
_STUK = rf"(?P<dossier>[0-9]{{2}}[ .]?[0-9]{{3}}){_STAART}"

VERVANGT_STUK = Rule(
    "onderwerp.vervangt_stuk",
    re.compile(rf"{_LEAD}{_NR}?{_STUK}", re.I),
    "Gewijzigde motie van het lid Proefman over het loket (t.v.v. 99001-XII, nr, 8)",
    "Motie van het lid Proefman over plastic ter vervanging van 99 001 glazen",
)
VERVANGT_VERMINKT = Rule(
    "onderwerp.vervangt_verminkt",
    # a digit too many or too few: of such a dossier only the number within it is to be trusted
    re.compile(rf"{_LEAD}{_NR}?(?:[0-9]{{6}}|[0-9]{{4}}){_STAART}", re.I),
    "Gewijzigde motie van het lid Proefman over het loket (t.v.v. 999001-XII, nr. 8)",
    "Gewijzigde motie van het lid Proefman over het loket (t.v.v. 99001-XII, nr. 8)",
)
VERVANGT_NUMMER = Rule(
    "onderwerp.vervangt_nummer",
    re.compile(rf"{_LEAD}{_NR}(?P<nummer>[0-9]{{1,5}}[a-z]?|[A-Z]{{1,3}})(?![0-9A-Z])", re.I),
    "Gewijzigde motie van het lid Proefman over het loket (t.v.v. die gedrukt onder nr. 8)",
    "Motie van het lid Proefman over plastic ter vervanging van glas",
)
HAAKJES = Rule(
    "onderwerp.haakjes",
    # of a changed motie only: also "(Kamerstuk 99001-12)", "(t.a.v. 99001, nr. 12)"
    re.compile(rf"\([^()0-9]{{0,20}}{_STUK} ?\)", re.I),
    "Gewijzigde motie van het lid Proefman over het loket (99001-XII-8)",
    "Gewijzigde motie van het lid Proefman over het loket (99001)",
)
EINDE = Rule(
    "onderwerp.einde",
    # of a changed motie only, where the words and the number stand apart
    re.compile(rf"{_LEAD}(?P<tussen>.{{0,300}}?)(?<![0-9]){_STUK}[ .)]*$", re.I),
    "Gewijzigde motie van het lid Proefman t.v.v. over het loket 99001-8",
    "Gewijzigde motie van het lid Proefman over het loket 99001-8",
)

RULES: tuple[Rule, ...] = (
    VERVANGT_STUK,
    VERVANGT_VERMINKT,
    VERVANGT_NUMMER,
    HAAKJES,
    EINDE,
)
