// Starts Swagger UI; the page itself holds no script.
const job = new URLSearchParams(location.search).get("job") ?? "";
const ui = SwaggerUIBundle({
  url: `/docs/openapi.json?job=${encodeURIComponent(job)}`,
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: job === "" ? "none" : "list",
  filter: true,
  validatorUrl: null, // no badge from validator.swagger.io
  persistAuthorization: false, // no token kept when the page is closed
  oauth2RedirectUrl: `${location.origin}/docs/oauth2-redirect`,
});
ui.initOAuth({
  clientId: "docs-console",
  usePkceWithAuthorizationCodeGrant: true,
});
for (const link of document.querySelectorAll("nav a"))
  if (link.getAttribute("href") === `/docs${job && `?job=${job}`}`)
    link.setAttribute("aria-current", "page");
