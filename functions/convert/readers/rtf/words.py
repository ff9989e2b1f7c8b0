"""Control words of RTF 1.9.1 that are text, and those that begin what is not."""

SIGNS = {
    **{"tab": " ", "emspace": " ", "enspace": " ", "qmspace": " ", "emdash": "—", "endash": "–", "bullet": "•"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d", "zwnj": "\u200c"},
    **{"mden": "/", "mrad": "√"},
}
"""Control words that stand for text; those of formulas write them as they would be typed."""

SYMBOLS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
"""Control symbols that stand for text; a soft hyphen (\\-) stands for none."""

UNREAD = frozenset(
    {
        *("colortbl", "filetbl", "revtbl", "rsidtbl", "listtable", "listoverridetable", "generator", "pict", "object"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "ftnsep", "ftnsepc"),
        *("aftnsep", "aftnsepc", "ftncn", "aftncn", "xe", "tc", "tcn", "rxe", "txe", "bkmkstart", "bkmkend", "pntxta"),
        *("pntxtb", "nonesttables", "nonshppict", "shprslt", "datafield", "formfield", "template", "private1"),
        *("nextfile", "xmlnstbl", "mmathPict", "sp", "annotation", "atnauthor", "passwordhash", "themedata"),
        *("list", "listlevel", "leveltext", "levelnumbers", "listname", "listoverride"),
    }
)
"""Destinations that are not text, whether they are marked as such or not."""

READ = frozenset({"ud", "shptxt", "dptxbxtext", "moMath", "moMathPara", "fldinst", "footnote"})
"""Destinations that are read although they are marked as such that older programs may ignore."""

FIELD = frozenset({"field", "fldinst", "fldrslt"})
"""What may begin within the instruction of a field as well."""

DELIMITED = frozenset({"shpinst", "do", "upr"})
"""Destinations that are not read, but for one within them that is."""

PROPERTIES = frozenset({"title", "author", "doccomm", "subject"})
