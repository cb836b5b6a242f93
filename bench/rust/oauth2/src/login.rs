//! The Authorization Code and Credentials Flow with the crate `oauth2` over gloo-net.

use std::rc::Rc;

use gloo_net::http::{Request, RequestBuilder};
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AuthUrl, AuthorizationCode, Client, ClientId, CsrfToken, EndpointNotSet, EndpointSet, ExtraTokenFields,
    HttpRequest, HttpResponse, PkceCodeChallenge, RedirectUrl, RefreshToken, ResponseType, RevocationUrl,
    StandardRevocableToken, StandardTokenResponse, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use web_sys::RequestCredentials;

/// What a site's token answer has beyond the standard's.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Extra {
    /// `…/id/<organization id>/<user id>`
    id: String,
}

impl ExtraTokenFields for Extra {}

type Tokens = StandardTokenResponse<Extra, BasicTokenType>;

type SiteOAuth = Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
    EndpointSet,
>;

/// The site's echo of where the redirect would have led.
#[derive(Deserialize)]
struct Echo {
    code: String,
    state: Option<String>,
}

#[derive(Clone)]
pub struct Session(Tokens);

impl Session {
    pub fn user_id(&self) -> String {
        self.0.extra_fields().id.rsplit('/').next().unwrap_or_default().to_owned()
    }

    pub fn refresh_token(&self) -> Option<RefreshToken> {
        self.0.refresh_token().cloned()
    }
}

#[derive(Clone)]
pub struct SiteClient(Rc<SiteOAuth>);

impl PartialEq for SiteClient {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl SiteClient {
    pub fn new(site: &str, client_id: &str) -> Result<Self, oauth2::url::ParseError> {
        let endpoint = |name| format!("{site}/services/oauth2/{name}");
        let client = Client::new(ClientId::new(client_id.to_owned()))
            .set_auth_uri(AuthUrl::new(endpoint("authorize"))?)
            .set_token_uri(TokenUrl::new(endpoint("token"))?)
            .set_revocation_url(RevocationUrl::new(endpoint("revoke"))?)
            .set_redirect_uri(RedirectUrl::new(endpoint("echo"))?);
        Ok(Self(Rc::new(client)))
    }

    pub async fn login(&self, username: &str, password: &str) -> Result<Session, String> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (mut url, state) = self
            .0
            .authorize_url(CsrfToken::new_random)
            .set_response_type(&ResponseType::new("code_credentials".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        // The crate writes a query to be visited; here it is a form to be sent, with the password in it.
        url.query_pairs_mut().append_pair("username", username).append_pair("password", password);
        let form = url.query().unwrap_or_default().to_owned();
        url.set_query(None);
        let request = Request::post(url.as_str())
            .credentials(RequestCredentials::Omit)
            .header("auth-request-type", "Named-User")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let answer = request.map_err(text)?.send().await.map_err(text)?;
        if !answer.ok() {
            return Err(format!("HTTP {}", answer.status()));
        }
        let echo: Echo = answer.json().await.map_err(text)?;
        if echo.state.is_some_and(|echoed| echoed != *state.secret()) {
            return Err("state".to_owned());
        }
        let exchange = self.0.exchange_code(AuthorizationCode::new(echo.code)).set_pkce_verifier(verifier);
        exchange.request_async(&send).await.map(Session).map_err(text)
    }

    pub async fn revoke(&self, token: Option<RefreshToken>) -> Result<(), String> {
        let Some(token) = token else { return Ok(()) };
        let request = self.0.revoke_token(StandardRevocableToken::RefreshToken(token)).map_err(text)?;
        request.request_async(&send).await.map_err(text)
    }
}

/// How the crate reaches the network.
async fn send(request: HttpRequest) -> Result<HttpResponse, gloo_net::Error> {
    let (parts, body) = request.into_parts();
    let mut builder =
        RequestBuilder::new(&parts.uri.to_string()).method(parts.method).credentials(RequestCredentials::Omit);
    for (name, value) in &parts.headers {
        builder = builder.header(name.as_str(), value.to_str().unwrap_or_default());
    }
    let answer = builder.body(String::from_utf8_lossy(&body).into_owned())?.send().await?;
    let mut response = HttpResponse::new(answer.binary().await?);
    *response.status_mut() = oauth2::http::StatusCode::from_u16(answer.status()).unwrap_or_default();
    if let Some(value) = answer.headers().get("content-type").and_then(|value| value.parse().ok()) {
        response.headers_mut().insert("content-type", value);
    }
    Ok(response)
}

fn text(error: impl ToString) -> String {
    error.to_string()
}
