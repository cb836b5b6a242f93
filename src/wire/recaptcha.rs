//! reCAPTCHA, as the three JSON endpoints take it. Which of the two it is decides the name of the field.

use std::fmt;

use crate::json::Writer;

/// What the reCAPTCHA widget gave the page. It works once and for two minutes.
#[derive(Clone, PartialEq, Eq)]
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
    /// Writes the field into an object.
    pub(crate) fn write(&self, out: &mut Writer) {
        match self {
            Self::Token(token) => out.member("recaptcha", token),
            Self::Enterprise { token, site_key, expected_action, project_id } => {
                out.name("recaptchaevent").open('{').member("token", token).member("siteKey", site_key);
                out.optional("expectedAction", expected_action.as_deref()).member("projectId", project_id).close('}')
            }
        };
    }
}

/// Without the token: for its two minutes it is as good as the person's click.
impl fmt::Debug for Recaptcha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(_) => f.write_str("Token(***)"),
            Self::Enterprise { site_key, expected_action, project_id, .. } => f
                .debug_struct("Enterprise")
                .field("site_key", site_key)
                .field("expected_action", expected_action)
                .field("project_id", project_id)
                .finish_non_exhaustive(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_everything_but_the_token() {
        let text = || "03AFcWeA".to_owned();
        let enterprise = Recaptcha::Enterprise {
            token: text(),
            site_key: "6Lc".to_owned(),
            expected_action: None,
            project_id: "shop".to_owned(),
        };
        let printed = format!("{:?} {enterprise:?}", Recaptcha::Token(text()));
        assert!(!printed.contains("03AF"), "{printed}");
        assert!(printed.contains("6Lc") && printed.contains("shop"), "{printed}");
    }
}
