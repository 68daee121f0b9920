"""Passphrases that everybody guesses first."""

import unicodedata

SHORTEST = 12

_COMMON = frozenset(
    """
    password passwort passphrase passwords secret secretpassword mypassword thepassword newpassword
    letmein letmeinplease letmeinnow welcome welcomeback welcomehome changeme changemenow changeit
    qwerty qwertyuiop qwertyuiopasdfghjkl qwertyqwerty qazwsx qazwsxedc qazwsxedcrfv zxcvbnm asdfghjkl
    asdfghjklzxcvbnm azerty azertyuiop poiuytrewq abcdefghijkl abcdefghijklm abcdefghijklmnop
    abcdefghijklmnopqrstuvwxyz abcabcabcabc abcdabcdabcd iloveyou iloveyouforever iloveyousomuch
    iloveyoubaby loveyouforever iamthebest admin administrator superuser superadmin rootroot
    trustno monkey dragon dragonball dragonballz master football footballer baseball basketball
    liverpool liverpoolfc manchester manchesterunited manchestercity chelsea chelseafc arsenal arsenalfc
    leeds leedsunited leedsrhinos bradford bradfordcity huddersfield huddersfieldtown halifax wakefield
    calderdale kirklees yorkshire westyorkshire westyorkshirepolice leedsbradford sunshine princess
    superman batman spiderman starwars pokemon minecraft computer internet microsoft windows
    whatever nothing something anything forgotten ihateyou iloveme ilovegod jesuschrist godisgood
    correcthorsebatterystaple correcthorsebattery thequickbrownfox thequickbrownfoxjumps
    thequickbrownfoxjumpsoverthelazydog loremipsum loremipsumdolor maytheforcebewithyou
    openthedoor opensesame nevergonnagiveyouup tobeornottobe tobeornottobethatisthequestion
    christmas halloween summer autumn winter spring january february march april june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday
    violencereduction violencereductionunit violencereductionpartnership vrp vrpdesktop vru
    safeguarding childprotection youthworker youthwork youthservice charity organisation organization
    company council provider commissioner demonstration example sample testing test testtest
    testpassword temporary temppassword default defaultpassword guest guestguest user username
    passwordpassword passpass passpasspass qwertypassword passwordqwerty adminpassword passwordadmin
    adminadmin welcometo hellohello helloworld hello goodmorning
    """.split()  # noqa: SIM905 - words read better as words
)
"""Without separators, digits and marks at the ends, and with the usual digits read as letters."""

_AS_LETTERS = str.maketrans("013457@$!", "oleastasi")
_ROWS = (
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",  # pragma: allowlist secret - the rows of a keyboard
    "abcdefghijklmnopqrstuvwxyz",
)


def fault(passphrase: str, about: tuple[str, ...] = ()) -> str | None:
    """What is wrong with a new passphrase, in words with the mend; None if it will do.

    ``about`` are names that belong to the person or the organisation, and so are guessed early."""
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text.strip()) < SHORTEST:
        return f"Use at least {SHORTEST} characters: three or four words that only you would put together."
    if _is_common(text) or any(_only_repeats(text, name) for name in about):
        return "That is one of the first that people guess. Put together three or four words of your own."
    return None


def _is_common(text: str) -> bool:
    bare = "".join(symbol for symbol in text.casefold() if symbol.isalnum())
    if len(set(bare)) < 4 or _is_repetition(bare) or _is_run(bare):
        return True
    folded = text.casefold()
    within = folded.strip("".join(symbol for symbol in folded if not symbol.isalpha()))
    for candidate in (folded, folded.translate(_AS_LETTERS), within.translate(_AS_LETTERS)):
        core = "".join(symbol for symbol in candidate if symbol.isalpha())
        if core in _COMMON or _is_repetition(core) or _is_run(core):
            return True
    return False


def _is_repetition(text: str) -> bool:
    """The same few letters over and over: abcabcabcabc."""
    return bool(text) and text in (text + text)[1:-1] and len(text) // (text + text).index(text, 1) >= 2


def _is_run(text: str) -> bool:
    """Along a row of the keyboard or the alphabet, in either direction."""
    return any(len(text) >= 4 and (text in row * 3 or text[::-1] in row * 3) for row in _ROWS)


def _only_repeats(text: str, name: str) -> bool:
    """Nothing but a name that anybody knows, with digits or marks about it."""
    bare = "".join(symbol for symbol in text.casefold() if symbol.isalpha())
    known = "".join(symbol for symbol in name.casefold() if symbol.isalpha())
    return bool(known) and bare.replace(known, "") == ""
