"""Does a request that names any charset get an answer in words, through the application that the web server runs."""

import encodings
import encodings.aliases
import io
import pkgutil
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from governance.wsgi import application

pytestmark = pytest.mark.django_db  # the end of each request looks at the connection

PAGE, API = "/nowhere/", "/api/v1/nowhere/"  # which ask no database
KNOWN_TO_PYTHON = sorted(
    {*encodings.aliases.aliases, *encodings.aliases.aliases.values()}
    | {module.name for module in pkgutil.iter_modules(encodings.__path__)}
)
# Names that Python reads as UTF-8, or as ASCII, which is the same in UTF-8.
MEANS_UTF8 = {"utf_8", "utf-8", "utf8", "u8", "utf", "utf8_ucs2", "utf8_ucs4", "cp65001"}
MEANS_ASCII = {"ascii", "us_ascii", "us"} | {
    alias for alias, name in encodings.aliases.aliases.items() if name == "ascii"
}


def ask(path: str, body: bytes = b"", **environ: str) -> tuple[int, str]:
    """Status and text of the answer to a POST, or to a GET without a body."""
    environ = {
        "PATH_INFO": path,
        "QUERY_STRING": "q=1",
        "REQUEST_METHOD": "POST" if body else "GET",
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        **environ,
    }
    setup_testing_defaults(environ)
    answered = []
    chunks = application(environ, lambda status, headers: answered.append(status))
    text = b"".join(chunks).decode()
    chunks.close()
    return int(answered[0].split()[0]), text


@pytest.mark.parametrize("path", [PAGE, API])
@pytest.mark.parametrize("charset", ["hex", "undefined", "utf-16", "utf-7", "gbk", "nobody-knows", "a\0", "é"])
def test_texts_in_another_charset_are_refused_in_words(path, charset):
    for body in (b"", b"name=a"):
        status, text = ask(path, body=body, CONTENT_TYPE=f"text/plain; charset={charset}")
        assert status == 400
        assert "UTF-8" in text


def test_every_name_that_python_knows_is_refused_unless_it_means_utf8():
    taken = {name for name in KNOWN_TO_PYTHON if ask(PAGE, CONTENT_TYPE=f"text/plain; charset={name}")[0] != 400}
    assert taken == set(KNOWN_TO_PYTHON) & (MEANS_UTF8 | MEANS_ASCII)


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", '"utf-8"', "us-ascii", ""])
def test_utf8_and_its_other_names_are_taken(charset):
    assert ask(PAGE, CONTENT_TYPE=f"application/json; charset={charset}")[0] == 404


@pytest.mark.parametrize(
    "parameter", ["charset*=nope''a", "charset*=a'b'c'd", "charset*=hex''%41", "boundary*=nope''a"]
)
def test_a_charset_that_is_written_in_the_long_form_is_looked_at_as_well(parameter):
    assert ask(PAGE, body=b"x", CONTENT_TYPE=f"text/plain; {parameter}")[0] == 400


@given(
    st.text(st.characters(max_codepoint=255), max_size=30),
    st.sampled_from(["charset", "charset*", "charset*0*", "q", "q*", "boundary", "boundary*1", "*", ""]),
    st.sampled_from([*KNOWN_TO_PYTHON, "nope", "a\0", "", "\xe9"]),
    st.sampled_from(["{1}", "{1}''{0}", "{0}'{1}'", '"{1}', "{0}"]),
    st.sampled_from(["CONTENT_TYPE", "HTTP_ACCEPT", "HTTP_CONTENT_DISPOSITION"]),
)
def test_no_parameter_of_a_header_is_a_fault_of_the_portal(text, name, charset, form, header):
    value = f"text/plain; {name}={form.format(text, charset)}"
    for path in (PAGE, API):
        assert ask(path, body=b"x", **{header: value})[0] < 500


@pytest.mark.parametrize(
    "inner", ["charset=hex", "charset=undefined", "filename*=hex''a", "filename*=nope''a", "name*=a'b'c'd"]
)
def test_nor_one_within_a_form(inner):
    part = f'--B\r\nContent-Disposition: form-data; name="a"; {inner}\r\nContent-Type: text/plain; {inner}\r\n\r\nx\r\n'
    body = f"{part}--B--\r\n".encode()
    for path in ("/login/", "/oauth/token/", "/language/"):
        assert Client().generic("POST", path, body, "multipart/form-data; boundary=B").status_code < 500
