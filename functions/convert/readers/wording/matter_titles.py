"""Titles that pages have which are not narrated, whole and folded, in the languages that most books are written in."""

from functions.convert.readers.wording.typography import fold

_TITLES = {
    "cover": "Cover|Front Cover|Back Cover|Book Cover|Cover Page|Couverture|Umschlag|Einband|Cubierta|Portada|"
    "Copertina|Capa|Omslag|Обложка|封面|表紙",
    "title page": "Title Page|Titlepage|Half Title|Half-Title|Half Title Page|Page de titre|Titelseite|Titelblatt|"
    "Página de título|Frontespizio|Folha de rosto|Titelpagina|Титульный лист|扉页|書名頁",
    "copyright page": "Copyright|Copyright Page|Copyright Notice|Copyright Information|Uncopyright|Legal Notice|"
    "Mentions légales|Droits d’auteur|Urheberrecht|Derechos de autor|Créditos|Página de derechos de autor|"
    "Diritti d’autore|Direitos autorais|Ficha técnica|Авторские права|זכויות יוצרים|حقوق النشر|版权|版权页|版權頁|奥付",
    "imprint": "Imprint|Impressum|Colofon|Выходные данные",
    "colophon": "Colophon|Kolophon|Colofón",
    "table of contents": "Contents|Table of Contents|Inhalt|Inhaltsverzeichnis|Table des matières|Sommaire|Índice|"
    "Contenido|Tabla de contenidos|Índice de contenidos|Indice|Sommario|Sumário|Inhoud|Inhoudsopgave|Indhold|"
    "Innehåll|Spis treści|Obsah|Содержание|Оглавление|目录|目錄|目次|차례",
    "list of illustrations": "List of Illustrations|Illustrations|List of Figures|Table des illustrations|"
    "Abbildungsverzeichnis|Lista de ilustraciones",
    "list of tables": "List of Tables|Liste des tableaux|Tabellenverzeichnis",
    "index": "Index|General Index|Index of Names|Subject Index|Register|Sachregister|Personenregister|"
    "Índice alfabético|Indice analitico|Índice remissivo",
    "endnotes": "Notes|Endnotes|End Notes|Footnotes|Anmerkungen|Fußnoten|Endnoten|Notas|Notas al pie|Note|Noten|"
    "Voetnoten|Примечания|注释|註釋",
    "bibliography": "Bibliography|Works Cited|Bibliographie|Literaturverzeichnis|Bibliografía|Bibliografia",
    "transcriber's note": "Transcriber's Note|Transcriber's Notes|Transcribers' Note|Transcribers' Notes|"
    "Transcribers Note|Transcribers Notes|Transcriber Note|Transcriber Notes|Transcription Note|Transcription Notes|"
    "Transcriber's Endnote|Transcriber's Endnotes|Transcriber's End Notes|Note of the Transcriber|"
    "Notes of the Transcriber|Note by the Transcriber|Notes by the Transcriber|Note de transcription|"
    "Notes de transcription|Note du transcripteur|Notes du transcripteur|Note sur la transcription|"
    "Anmerkungen zur Transkription|Anmerkung zur Transkription|Notas de transcripción|Nota del transcriptor|"
    "Notas del transcriptor|Nota do transcritor|Notas do transcritor|Nota del trascrittore|Note del trascrittore",
    "landmarks": "Landmarks|List of Pages|Page List",
}

REASONS_BY_TITLE = {fold(title): reason for reason, titles in _TITLES.items() for title in titles.split("|")}
"""Folded title → why a short page of that title is not narrated."""
