// Hands the code to the console that opened this window (as swagger-ui's own redirect page does).
const oauth2 = window.opener?.swaggerUIRedirectOauth2;
const answer = new URLSearchParams(location.search);
if (oauth2) {
  const isOurs = answer.get("state") === oauth2.state;
  if (isOurs && answer.has("code")) {
    delete oauth2.state;
    oauth2.auth.code = answer.get("code");
    oauth2.callback({ auth: oauth2.auth, redirectUrl: oauth2.redirectUrl });
  } else {
    oauth2.errCb({
      authId: oauth2.auth.name,
      source: "auth",
      level: "error",
      message: isOurs
        ? "There is no code in the answer."
        : "This answer belongs to another log-in.",
    });
  }
}
window.close();
