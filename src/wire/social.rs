//! Social sign-on: the one flow with a redirect. The page goes to the provider and comes back with a code in its own URL.

use zeroize::Zeroizing;

use crate::error::{Code, Error, Hint, Step};
use crate::form::{self, Form};
use crate::pkce::{Challenge, State};
use crate::settings::Settings;
use crate::text::concat;
use crate::url;
use crate::wire::code::AuthorizationResponse;
use crate::wire::response;

/// Where to send the page (web server flow, RFC 6749, 4.1.1). Nothing in the address is a secret.
pub(crate) fn sign_on_url(
    settings: &Settings,
    state: &State,
    challenge: &Challenge,
    provider: &str,
    redirect_uri: &str,
) -> String {
    let mut query = Form::default();
    query.pair("response_type", "code").pair("client_id", &settings.client_id).pair("redirect_uri", redirect_uri);
    query.pair("state", state.expose()).pair("sso_provider", provider);
    query.pair("code_challenge", challenge.as_str()).pair("code_challenge_method", "S256");
    query.optional("scope", settings.scope.as_deref());
    concat(&[&settings.site_url, "/services/oauth2/authorize?", &query.into_text()])
}

/// The query of the address that the page came back to.
pub(crate) struct Callback(Zeroizing<String>);

impl Callback {
    /// # Errors
    /// `invalid_argument` for what is no absolute URL.
    pub fn parse(callback_url: &str) -> Result<Self, Error> {
        let parts = url::parts(callback_url).ok_or_else(|| Error::argument(Hint::Callback))?;
        Ok(Self(parts.query.unwrap_or_default().to_owned().into()))
    }

    /// Whether it answers the request that was sent with this state.
    pub fn answers(&self, sent: &State) -> bool {
        self.value("state").is_some_and(|returned| sent.is(&returned))
    }

    /// The code, or the error that came in its place.
    pub fn code(&self, settings: &Settings) -> Result<AuthorizationResponse, Error> {
        if let Some(words) = response::query_words(&self.0) {
            let code = response::named(Step::Callback, 400, &words).unwrap_or(Code::ServerError);
            return Err(Error::answered(code, Step::Callback, None, words));
        }
        AuthorizationResponse::of(settings, &|name| self.value(name))
            .ok_or_else(|| Error::new(Code::UnexpectedResponse, Step::Callback))
    }

    pub fn value(&self, key: &str) -> Option<String> {
        form::value(&self.0, key)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::Config;
    use crate::pkce::Verifier;

    fn settings() -> Settings {
        Settings::check(Config::new("https://acme.my.site.com/portal", "3MVG9example").scopes(["openid", "api"]))
            .unwrap()
    }

    #[test]
    fn the_whole_address() {
        let verifier = Verifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned()).unwrap();
        let (state, challenge) = (State::from_store("af0ifjsldkj"), verifier.challenge());
        assert_eq!(
            sign_on_url(&settings(), &state, &challenge, "Google_IDP", "https://app.example.com/cb"),
            "https://acme.my.site.com/portal/services/oauth2/authorize?response_type=code&client_id=3MVG9example\
             &redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&state=af0ifjsldkj&sso_provider=Google_IDP\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&scope=openid%20api"
        );
    }

    #[test]
    fn a_callback_has_a_code_or_an_error() {
        let read = |url| Callback::parse(url).unwrap().code(&settings());
        let answer = read("https://app.example.com/cb?code=aPrx%3D%3D&state=s&sfdc_community_id=0DB#x").unwrap();
        assert_eq!((answer.code.expose(), answer.community_id.as_deref()), ("aPrx==", Some("0DB")));
        let error = read("https://app.example.com/cb?error=access_denied&error_description=no+thanks").unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::ServerError, Step::Callback));
        assert_eq!((error.error(), error.error_description()), (Some("access_denied"), Some("no thanks")));
        assert_eq!(read("https://app.example.com/cb?state=s").unwrap_err().code(), Code::UnexpectedResponse);
        assert_eq!(Callback::parse("/cb?code=x").err().unwrap().code(), Code::InvalidArgument);
    }

    #[test]
    fn a_callback_says_which_way_out_it_comes_from() {
        let state = |url| Callback::parse(url).unwrap().value("state");
        assert_eq!(state("https://app.example.com/cb?code=aPrx&state=s%3D").as_deref(), Some("s="));
        assert_eq!(state("https://app.example.com/cb?code=aPrx"), None);
    }

    proptest! {
        #[test]
        fn no_address_is_too_odd(text in ".*", query in ".*") {
            for url in [text, format!("https://app.example.com/cb?{query}")] {
                if let Ok(callback) = Callback::parse(&url) {
                    let _ = (callback.value("state"), callback.code(&settings()));
                }
            }
        }
    }
}
