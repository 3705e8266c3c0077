"""What pages in other languages call their parts, in English: headings, columns, types, yes and no.

Only words that announce something are here; prose stays as it is. A reading is for the interpreter
alone, and never becomes part of a draft.
"""

# ruff: noqa: E501 (signs that are wider than one column)
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

_PHRASES: Final[Mapping[str, str]] = {
    "query parameters": (
        "abfrageparameter|anfrageparameter|url-parameter der anfrage|query-parameter"
        "|paramètres de requête|paramètres de la requête|paramètres de recherche"
        "|parámetros de consulta|parámetros de búsqueda|parâmetros de consulta|parâmetros de query"
        "|parametri di query|parametri di ricerca|queryparameters|查询参数|query参数|クエリパラメータ"
        "|クエリパラメーター|query-параметры|параметры строки запроса"
    ),
    "path parameters": (
        "pfadparameter|pfad-parameter|paramètres de chemin|paramètres du chemin|parámetros de ruta"
        "|parámetros de la ruta|parâmetros de caminho|parâmetros de rota|parametri di percorso"
        "|parametri del percorso|padparameters|路径参数|パスパラメータ|パスパラメーター|параметры пути"
    ),
    "headers": (
        "kopfzeilen|anfrage-header|en-têtes|en-tête|cabeceras|encabezados|cabeçalhos|intestazioni"
        "|请求头|请求头部|リクエストヘッダー|ヘッダー|заголовки|заголовки запроса"
    ),
    "header": "kopfzeile|cabecera|encabezado|cabeçalho|intestazione|koptekst|заголовок|заголовке",
    "request body": (
        "anfragekörper|anfragetext|anfrage-body|anfrageinhalt|corps de la requête|corps de requête"
        "|cuerpo de la petición|cuerpo de la solicitud|corpo da requisição|corpo do pedido"
        "|corpo della richiesta|请求体|请求正文|body参数|リクエストボディ|тело запроса|aanvraagbody"
    ),
    "example request": (
        "beispielanfrage|beispielaufruf|anfragebeispiel|exemple de requête|exemple d'appel"
        "|ejemplo de petición|ejemplo de solicitud|exemplo de requisição|esempio di richiesta"
        "|voorbeeldaanvraag|请求示例|调用示例|リクエスト例|пример запроса"
    ),
    "example response": (
        "beispielantwort|antwortbeispiel|exemple de réponse|ejemplo de respuesta"
        "|exemplo de resposta|esempio di risposta|voorbeeldantwoord|响应示例|返回示例|返回结果示例"
        "|レスポンス例|пример ответа"
    ),
    "response fields": (
        "antwortfelder|rückgabewerte|champs de la réponse|champs de réponse"
        "|campos de la respuesta|campos de respuesta|campos da resposta|campi della risposta"
        "|响应参数|返回参数|响应字段|返回字段|响应数据|返回数据|レスポンスフィールド|поля ответа"
    ),
    "status codes": (
        "statuscode|antwortcodes|rückgabecodes|codes de retour|codes de statut|codes d'état"
        "|codes de réponse|códigos de estado|códigos de respuesta|códigos de status"
        "|códigos de resposta|codici di stato|codici di risposta|状态码|返回码|响应码"
        "|ステータスコード|коды ответа|коды ответов|коды состояния"
    ),
    "error codes": (
        "fehlercodes|codes d'erreur|códigos de error|códigos de erro|codici di errore|foutcodes"
        "|错误码|エラーコード|коды ошибок"
    ),
    "authentication": (
        "authentifizierung|authentisierung|anmeldung|authentification|autenticación|autenticação"
        "|autenticazione|authenticatie|认证|鉴权|身份验证|認証|аутентификация|авторизация"
    ),
    "base url": (
        "basis-url|basisadresse|basis-adresse|url de base|adresse de base|url racine|url base"
        "|dirección base|url di base|basis url|基础url|基础地址|接口域名|请求域名|ベースurl|базовый url"
        "|базовый адрес"
    ),
    "possible values": (
        "mögliche werte|erlaubte werte|zulässige werte|gültige werte|valeurs possibles"
        "|valeurs autorisées|valeurs acceptées|valores posibles|valores permitidos|valores válidos"
        "|valores possíveis|valori possibili|valori ammessi|mogelijke waarden|可选值|取值范围|枚举值"
        "|取り得る値|возможные значения|допустимые значения"
    ),
    "default value": (
        "standardwert|vorgabewert|vorgabe|valeur par défaut|par défaut|valor por defecto"
        "|por defecto|valor predeterminado|valor padrão|por padrão|valore predefinito"
        "|standaardwaarde|默认值|默认|デフォルト値|デフォルト|по умолчанию|значение по умолчанию"
    ),
    "one of": (
        "einer von|eine von|eines von|einer der|eine der|l'un de|l'une de|un de|une de|uno de"
        "|una de|um de|uma de|uno di|una di|een van|één van|один из|одна из|одно из"
    ),
    "api key": (
        "api-schlüssel|schlüssel|clé d'api|clé api|clave de api|clave api|clave de la api"
        "|chave de api|chave da api|chiave api|api-sleutel|sleutel|ключ api|ключ"
    ),
    "response": (
        "antwort|antworten|rückgabe|réponse|réponses|respuesta|respuestas|resposta|respostas"
        "|risposta|risposte|antwoord|返回结果|响应结果|响应|返回|レスポンス|ответ|ответы"
    ),
    "request": "anfrage|requête|petición|solicitud|requisição|richiesta|aanvraag|请求|リクエスト|запрос",
    "parameters": (
        "paramètres|paramètre|parámetros|parámetro|parâmetros|parâmetro|parametri|parametro"
        "|请求参数|输入参数|パラメータ|パラメーター|параметры|параметр"
    ),
    "fields": "felder|champs|campos|campi|velden|поля",
    "errors": "fehler|erreurs|errores|erros|errori|fouten|ошибки|エラー|错误",
    "example": "beispiel|beispiele|exemple|ejemplo|exemplo|esempio|voorbeeld|示例|例|пример",
}
_COLUMNS: Final[Mapping[str, str]] = {
    "name": (
        "nom|nombre|nome|naam|bezeichner|parametername|名称|参数|参数名|参数名称|字段|字段名|字段名称"
        "|名前|項目|パラメータ名|имя|название|параметр|paramètre|parámetro|parâmetro|parametro"
    ),
    "field": "feld|feldname|champ|campo|veld|フィールド|поле",
    "type": "typ|datentyp|tipo|tipo de dato|тип|тип данных|类型|数据类型|参数类型|字段类型|型|データ型",
    "required": (
        "pflicht|pflichtfeld|pflichtangabe|erforderlich|notwendig|obligatoire|requis|obligatorio"
        "|requerido|obrigatório|obbligatorio|richiesto|verplicht|必填|是否必填|是否必须|是否必选|必选"
        "|必须|必須|обязательный|обязательное|обязательность|обязателен"
    ),
    "optional": "facultatif|optionnel|opcional|facoltativo|opzionale|optioneel|任意",
    "description": (
        "beschreibung|bedeutung|erläuterung|descripción|descrição|descrizione|beschrijving|omschrijving|toelichting"
        "|betekenis|signification|说明|描述|参数说明|字段说明|备注|含义|説明|описание"
    ),
    "default": "standard|défaut|padrão|predefinito|standaard",
    "location": "ort|emplacement|ubicación|localização|posizione|plaats|位置|参数位置|расположение|où",
    "method": "methode|méthode|método|metodo|请求方式|请求方法|方法|メソッド|метод",
    "path": (
        "pfad|chemin|ruta|caminho|percorso|pad|请求地址|请求路径|接口地址|请求url|接口路径|パス|путь|адрес"
    ),
    "values": "werte|valeurs|valores|valori|waarden|取值|значения",
    "status": "code d'état|código|codice|状态码|コード|код",
}
_TYPES: Final[Mapping[str, str]] = {
    "array of": (
        "array von|liste von|liste mit|feld von|tableau de|tableau d'|liste de|liste d'|lista de"
        "|arreglo de|matriz de|lista di|lijst van|array aus"
    ),
    "string": (
        "zeichenkette|zeichenketten|zeichenfolge|zeichenfolgen|chaîne de caractères|chaîne|chaînes"
        "|cadena|cadenas|texto|textos|texte|textes|stringa|stringhe|tekst|字符串|文字列|строка|строк"
    ),
    "integer": (
        "ganzzahl|ganzzahlen|entier|entiers|entero|enteros|inteiro|inteiros|intero|interi"
        "|geheel getal|整数|整型|целое число|целое"
    ),
    "number": (
        "dezimalzahl|dezimalzahlen|fließkommazahl|gleitkommazahl|kommazahl|zahl|zahlen|nombre"
        "|nombres|décimal|décimale|número|números|numero|numeri|decimale|getal|浮点数|数字|数値|число"
    ),
    "boolean": (
        "wahrheitswert|boolesch|boolescher wert|booléen|booléenne|booleano|booleana|booleaans"
        "|布尔值|布尔|布尔型|真偽値|логический|булево|булевый"
    ),
    "object": "objekt|objekte|objet|objets|objeto|objetos|oggetto|oggetti|对象|オブジェクト|объект",
    "array": "tableau|arreglo|数组|列表|配列|массив",
    "list": "liste|lista|lijst",
    "date-time": (
        "zeitstempel|datum und uhrzeit|datum/uhrzeit|date-heure|horodatage|date et heure"
        "|fecha y hora|fecha-hora|data e hora|data-hora|data e ora|日期时间|日時|дата и время"
    ),
    "date": "datum|fecha|日期|дата",
}
_YES: Final = frozenset(
    [
        "ja",
        "oui",
        "sí",
        "si",
        "sim",
        "sì",
        "да",
        "是",
        "はい",
        "○",
        "〇",
        "必填",
        "必须",
        "必选",
        "必須",
        "pflicht",
        "erforderlich",
        "obligatoire",
        "requis",
        "obligatorio",
        "requerido",
        "obrigatório",
        "obbligatorio",
        "verplicht",
        "обязательно",
    ]
)
_PLACES: Final[Mapping[str, str]] = {
    "path": "pfad|chemin|ruta|caminho|percorso|pad|路径|パス|путь",
    "query": "abfrage|requête|consulta|query-string|查询|クエリ|запрос",
    "header": "kopfzeile|en-tête|cabecera|encabezado|cabeçalho|intestazione|请求头|ヘッダー|заголовок",
    "body": "körper|rumpf|corps|cuerpo|corpo|请求体|ボディ|тело",
}


def _alternatives(words: Iterable[str]) -> str:
    """A pattern for words; those of languages without spaces need no boundary."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        (
            f"(?<![^\\W_]){re.escape(word)}(?![^\\W_])"
            if word[-1] < "\u2e80" and word[-1].isalnum()
            else re.escape(word)
        )
        for word in ordered
    )


@cache
def _table(rows: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    known = {word: english for english, listed in rows for word in listed.split("|")}
    return re.compile(_alternatives(known), re.I), known


def _replaced(text: str, rows: Mapping[str, str]) -> str:
    pattern, known = _table(tuple(rows.items()))
    return pattern.sub(lambda match: known[match[0].lower()], text)


def _whole(text: str, rows: Mapping[str, str]) -> str:
    """The English word for a text that is nothing but a known word; "" for any other."""
    _, known = _table(tuple(rows.items()))
    return known.get(text.strip(" :*`?").lower(), "")


def heading(text: str) -> str:
    """A heading, a label or a sentence with the words that announce something in English."""
    return "`".join(
        part if number % 2 else _replaced(part, _PHRASES)  # what is in code stays as it is
        for number, part in enumerate(text.split("`"))
    )


def column(text: str) -> str:
    """The head of a column in English; as it is where it is unknown."""
    return _whole(text, _COLUMNS) or _whole(text, _PHRASES) or text


def type_words(text: str) -> str:
    """A type in English words."""
    return _replaced(text, _TYPES)


def is_yes(text: str) -> bool:
    """Whether a text is a word for yes or required."""
    return text.strip(" .*`[]()").lower() in _YES


def place(text: str) -> str:
    """The place that a cell names, or ""."""
    return _whole(text, _PLACES)


_REQUIREMENT: Final = re.compile(
    r"[(\[]\s*(?:(?P<yes>pflicht|pflichtfeld|erforderlich|obligatoire|requis|obligatorio|requerido"
    r"|obrigatório|obbligatorio|verplicht|обязательный|必填|必須)"
    r"|(?P<no>facultatif|optionnel|opcional|facoltativo|opzionale|optioneel|необязательный"
    r"|可选|选填|任意))\s*[)\]]",
    re.I,
)


def stated_requirement(text: str) -> bool | None:
    """Whether a description says in brackets that something is required, or optional."""
    found = _REQUIREMENT.search(text)
    return None if found is None else found["yes"] is not None
