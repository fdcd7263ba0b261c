"""Routes are plain functions in a small pool of threads, but for a few that wait on something."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from starlette.routing import Route

import app.api.routes
from tests.architecture.sources import sources

ASYNC_ROUTES = {
    "auth.register": "hashes in a thread of its own",
    "sessions.login": "hashes in a thread of its own",
    "passwords.reset_password": "hashes in a thread of its own",
    "passwords.change_password": "hashes in threads of their own",
    "phone_numbers.change_phone": "hashes in a thread of its own",
    "email_addresses.change_email": "hashes in a thread of its own",
    "passkeys.send_passkey_code": "hashes in a thread of its own",
    "passwords.forgot_password": "waits until all answers take the same time; holds no thread",
    "leaderboard.get_leaderboard": "a public page, from this process's memory",
    "tournament_brackets.get_tournament_bracket": "a public page, from this process's memory",
    "tournament_brackets.get_tournament_rounds": "a public page, from this process's memory",
    "tournament_brackets.get_tournament_standings": "a public page, from this process's memory",
    "tournament_brackets.get_tournament_stats": "a public page, from this process's memory",
    "callbacks.stk_result": "many share one commit (callbacks/batcher)",
    "callbacks.later_result": "many share one commit (callbacks/batcher)",
    "callbacks.paybill_confirmation": "many share one commit (callbacks/batcher)",
    "callbacks.paybill_validation": "touches neither database nor Redis",
    "identity_callbacks.identity_callback": "reads a small body, and handles it in a thread",
    "policy_reports.report_policy": "reads a small body, and no database",
    "sms_callbacks.sms_report": "reads a small form, and stores it in a thread",
    "sms_callbacks.sms_inbound": "reads a small form, and stores it in a thread",
    "evidence.show_evidence": "decodes pictures in threads of their own",
    "evidence.get_picture": "waits for the store, in threads of its own",
}

ASYNC_MODULES = {
    "app/main.py": "the lifespan, and the fast paths",
    "app/cli/serve.py": "how uvicorn ends",
    "app/api/fast_path/leaderboard.py": "before middleware, from the cache of pages",
    "app/api/fast_path/live.py": "before middleware, which would wait beside each socket",
    "app/api/fast_path/callbacks.py": "before middleware, into the callback batcher",
    "app/api/callbacks/batcher.py": "many callbacks share one commit",
    "app/api/database_slots.py": "requests wait for a slot without holding a thread",
    "app/api/deps.py": "a token or an address costs less than a thread",
    "app/api/evidence_upload.py": "pictures are decoded and carried elsewhere",
    "app/api/middleware/metrics.py": "middleware",
    "app/api/middleware/spans.py": "around all requests",
    "app/api/middleware/body_limit.py": "around Starlette's counting of bodies",
    "app/api/routes/evidence.py": "waits for the store and for decoding",
    "app/api/callbacks/paybill_validation.py": "M-Pesa waits, but not for long",
    "app/api/routes/auth.py": "hashing elsewhere",
    "app/api/console/authorize.py": "hashing elsewhere",
    "app/api/routes/passkeys.py": "hashing elsewhere",
    "app/api/routes/sessions.py": "hashing elsewhere",
    "app/api/sign_in.py": "hashing elsewhere",
    "app/api/routes/passwords.py": "hashing elsewhere",
    "app/api/routes/phone_numbers.py": "hashing elsewhere",
    "app/api/routes/email_addresses.py": "hashing elsewhere",
    "app/api/routes/callbacks.py": "many callbacks share one commit",
    "app/api/routes/identity_callbacks.py": "reads a small body, and handles it in a thread",
    "app/api/routes/policy_reports.py": "reads small bodies, and no database",
    "app/api/routes/sms_callbacks.py": "reads small forms, and stores them in threads",
    "app/api/routes/leaderboard.py": "a public page, from this process's memory",
    "app/api/routes/tournament_brackets.py": "public pages, from this process's memory",
    "app/api/live/websocket.py": "the live socket",
    "app/api/live/client_messages.py": "the live socket",
    "app/api/live/hub.py": "the live socket",
    "app/api/live/socket.py": "the live socket",
    "app/api/live/session_checks.py": "the live socket",
    "app/api/origin.py": "decides by headers, which takes no thread",
    "app/api/middleware/security_headers.py": "around all answers",
    "app/api/middleware/slow_body.py": "around the reading of bodies",
    "app/core/password_pool.py": "hashing elsewhere",
    "app/core/live/streams.py": "what the live socket asks of Redis",
    "app/core/live/tickets.py": "what the live socket asks of Redis",
    "app/core/live/listener.py": "what the live socket asks of Redis",
    "app/api/middleware/no_store.py": "middleware",
    "app/core/request_id.py": "middleware",
    "app/core/resilience/stale_while_revalidate.py": "public pages wait for nobody",
}


def endpoints() -> Iterator[tuple[str, Route]]:
    for module in pkgutil.walk_packages(app.api.routes.__path__, "app.api.routes."):
        if module.ispkg:
            continue
        name = module.name.removeprefix("app.api.routes.")
        for route in importlib.import_module(module.name).router.routes:
            if isinstance(route, Route):
                yield f"{name}.{route.endpoint.__name__}", route


def test_every_route_is_a_plain_function_but_for_the_listed_ones() -> None:
    found = {name for name, route in endpoints() if inspect.iscoroutinefunction(route.endpoint)}
    assert found == set(ASYNC_ROUTES)
    assert len(list(endpoints())) > 25, "all routes were looked at"


def test_async_code_lives_in_the_listed_modules_only() -> None:
    found = {
        source.path
        for source in sources()
        if any(isinstance(node, ast.AsyncFunctionDef) for node in source.functions())
    }
    assert found == set(ASYNC_MODULES)


def test_every_route_says_in_the_console_what_it_does() -> None:
    for name, route in endpoints():
        assert inspect.getdoc(route.endpoint), f"{name} has no sentence"


def test_no_two_routes_have_the_same_name() -> None:
    names = [route.name for _, route in endpoints()]
    assert sorted(names) == sorted(set(names)), "the web app's client is generated from names"


def test_routes_ask_for_what_they_need_by_the_aliases_of_deps() -> None:
    for source in sources("app/api/routes"):
        assert "Depends(" not in source.text, f"{source.path} has Depends("


def test_every_operation_for_staff_names_one_right() -> None:
    for name, route in endpoints():
        if not route.path.startswith("/admin"):
            continue
        signature = inspect.signature(route.endpoint, eval_str=True)
        rights = [
            getattr(getattr(part, "dependency", None), "right", None)
            for parameter in signature.parameters.values()
            for part in getattr(parameter.annotation, "__metadata__", ())
        ]
        assert len([one for one in rights if one is not None]) == 1, name
