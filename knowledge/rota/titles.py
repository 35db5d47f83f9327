"""What stands before and after doctors' names: titles and degrees."""

from __future__ import annotations

import re

_WORDS = (
    "psych|rer|nat|dent|mag|lic|oberarzt|oberärztin|chefarzt|chefärztin|facharzt|fachärztin|sister|nurse|dr|dra|drs|doctor|doctora|prof|professor|profesor|profesora|mr|mrs|ms|miss|herr|frau|sr|sra|med|pd"
    "|dipl|priv|doz|consultant|hon|sir|dame|dott|univ|habil|dña|doña|d\\.?ª|dr\\.?ª|prof\\.?ª|sr\\.?ª"
)
TITLE = re.compile(
    r"\b(?:" + "|".join(sorted(_WORDS.split("|"), key=len, reverse=True)) + r")\b(?:\.-?|(?=\s)"
    r"|-(?=[A-Z]))\s*|\b(?:h\.\s?c\.|e\.\s?h\.|em\.|mult\.|assoc\.|asst\.)\s*",
    re.IGNORECASE,
)
DOCTORS_TITLE = re.compile(
    r"\b(?:drs|dres|doctors|dr|dra|doctor|doctora|prof|professor|profesora?|dña|doña|(?:d|dr|prof|sr)\.?ª|mr|mrs|ms|miss|herr|frau|sra?|dipl\.?-(?:med|psych))\b\.?\s*",
    re.IGNORECASE,
)
DEGREE = re.compile(
    r"(?<![\w.])(?:M\.?D\.?|D\.?O\.?|Ph\.?\s?D\.?|MBBS|MB\s?BS|MB\s?B?Ch(?:ir|B)?|BM\s?BS|(?:[FM]RC|FAC)[A-Z][A-Za-z]*|FRACGP|FFA[A-Z]*"
    r"|FAA[A-Z]+|FASc|FAHA|FACC|DDS|BDS|M[FJ]DF|MFDS|MDS|MOrth|FDS[A-Z]*|MCSP|BAO|MPhil|P[Gg]Dip|DClinPsy|DMD|DPM|DC|OD|DNP|DRCOG|DCH|DPhil|Psy\.?D\.?|Pharm\.?D\.?|RN|A?P?RN|ARNP|CRNA|CNM|[CF]?NP(?:-[BC]+)?|PA(?:-C)?"
    r"|LCSW|RD|MSc|BSc|MPH|MBA|MHS|MAS?(?=$|[,;\n])|M\.?\s?Sc\.?|Jr\.?|Sr\.|II|III|IV|[OMC]BE|Esq\.?)(?![\w])\.?"
)
