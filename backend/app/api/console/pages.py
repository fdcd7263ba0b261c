"""The console's pages: a few lines of HTML each, with scripts and styles from files of ours."""

from collections.abc import Iterable, Mapping
from html import escape

from fastapi.responses import HTMLResponse

# Swagger UI has two icons as data: addresses, and the enrolment page its QR code.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    # On each answer of the log-in window, its redirect included: a browser cuts the window's tie to
    # the console where one of them has another policy.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def console(title: str, jobs: Iterable[str]) -> HTMLResponse:
    """Return the console; `docs.js` starts Swagger UI in it."""
    links = "".join(f'<a href="/docs?job={escape(job)}">{escape(job)}</a>' for job in jobs)
    body = (
        f'<nav><a href="/docs">all</a>{links}<a href="/docs/enrol">second factor</a></nav>'
        '<div id="swagger-ui"></div>'
        '<script src="/docs/assets/swagger-ui-bundle.js"></script>'
        '<script src="/docs/static/docs.js"></script>'
    )
    return _page(title, body, styles=("/docs/assets/swagger-ui.css", "/docs/static/docs.css"))


def redirect() -> HTMLResponse:
    """Return the page that a log-in ends on; `oauth2-redirect.js` hands the code over."""
    return _page("Signed in", '<script src="/docs/static/oauth2-redirect.js"></script>')


def enrol() -> HTMLResponse:
    """Return the page where staff sets up an authenticator, and adds a passkey."""
    body = """<main><h1>Set up your authenticator</h1>
<p>You need your password and, unless you have an authenticator already, an invitation.</p>
<form id="begin"><label>Name <input name="username" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required>
</label><label>Invitation <input name="invitation" autocomplete="off"></label>
<label>Code of your present authenticator <input name="code" inputmode="numeric"
 autocomplete="one-time-code"></label><button>Begin</button></form>
<form id="confirm" hidden><img id="qr" alt="QR code of your new authenticator" width="260">
<p>Scan this with an authenticator app, or type <code id="secret"></code> into it.</p>
<label>Code that it shows <input name="code" inputmode="numeric" autocomplete="one-time-code"
 required></label><button>Confirm</button></form>
<section id="done" hidden><p>Done. Keep these recovery codes: each signs you in once when your
 authenticator is gone, and they are shown this once.</p><ul id="codes"></ul></section>
<h2>Add a passkey</h2>
<p>With it you sign in to the console without password and code, once you have an
 authenticator.</p>
<form id="passkey"><label>Your name <input name="username" autocomplete="username" required></label>
<label>Your password <input name="password" type="password" autocomplete="current-password"
 required></label><label>Code <input name="code" inputmode="numeric"
 autocomplete="one-time-code" required></label><label>Name of the passkey <input name="passkey_name"
 maxlength="50" value="My laptop" required></label><button>Add the passkey</button></form>
<p id="says" role="alert"></p></main><script src="/docs/static/webauthn.js"></script>
<script src="/docs/static/enrol.js"></script>"""
    return _page("Second factor", body)


def log_in(asked: Mapping[str, str], *, says: str = "", status: int = 200) -> HTMLResponse:
    """Return the log-in page with the console's request in it, and why it was refused before."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )
    body = f"""<main><h1>Sign in to the console</h1><form method="post" action="/docs/authorize">
{hidden}<label>Name, e-mail or phone <input name="username" autocomplete="username" maxlength="100"
 required autofocus></label><label>Password <input name="password" type="password" maxlength="128"
 autocomplete="current-password" required></label>
<label>Code of your authenticator, or a recovery code (staff) <input name="factor" maxlength="40"
 autocomplete="one-time-code"></label><input type="hidden" name="passkey"><button>Sign in</button>
<button type="button" id="by-passkey" hidden>Sign in with a passkey (staff)</button>
<p role="alert">{escape(says)}</p></form>
<p><a href="/docs/enrol">Set up an authenticator or a passkey</a></p></main>
<script src="/docs/static/webauthn.js"></script><script src="/docs/static/login.js"></script>"""
    return _page("Sign in", body, status=status)


def refused(says: str) -> HTMLResponse:
    """Return a page that leads nowhere: the request itself is wrong."""
    return _page("Sign in", f'<main><p role="alert">{escape(says)}</p></main>', status=400)


def _page(
    title: str,
    body: str,
    *,
    styles: Iterable[str] = ("/docs/static/docs.css",),
    status: int = 200,
) -> HTMLResponse:
    links = "".join(f'<link rel="stylesheet" href="{style}">' for style in styles)
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="/docs/assets/favicon.png">{links}</head><body>{body}</body></html>'
    )
    return HTMLResponse(html, status_code=status, headers=HEADERS)
