//! reCAPTCHA, as the three JSON endpoints take it. Which of the two it is decides the name of the field.

use zeroize::Zeroizing;

use crate::json::{Member, object_text};

/// What the reCAPTCHA widget gave the page. It works once and for two minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Recaptcha {
    /// The token of reCAPTCHA v2 or v3.
    Token(String),
    /// reCAPTCHA Enterprise.
    Enterprise {
        /// The token.
        token: String,
        /// The key of the site, as the widget has it.
        site_key: String,
        /// The action that was asked for; Salesforce assumes `login` where it is left out.
        expected_action: Option<String>,
        /// The Google Cloud project.
        project_id: String,
    },
}

impl Recaptcha {
    /// The field's name with its value as JSON text.
    pub(crate) fn member(&self) -> (&'static str, Zeroizing<String>) {
        match self {
            Self::Token(token) => ("recaptcha", quoted(token)),
            Self::Enterprise { token, site_key, expected_action, project_id } => {
                let mut members = vec![("token", Member::Text(token)), ("siteKey", Member::Text(site_key))];
                members.extend(expected_action.as_deref().map(|action| ("expectedAction", Member::Text(action))));
                members.push(("projectId", Member::Text(project_id)));
                ("recaptchaevent", object_text(&members))
            }
        }
    }
}

fn quoted(text: &str) -> Zeroizing<String> {
    let mut json = Zeroizing::new(String::new());
    crate::json::push_string(&mut json, text);
    json
}
