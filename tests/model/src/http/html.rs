//! Pages for people: the login page that answers whatever is not treated as headless, and small notes of the model.

use super::reply::Reply;

/// The browser login page. A headless client that sees it was not understood as headless.
pub fn login_page() -> Reply {
    page("Login", "<h1>Log in</h1><p>This request was not treated as a headless one, so here is the login page.</p>")
}

pub fn page(title: &str, body: &str) -> Reply {
    Reply::html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title>\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <style>body{{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}}\
         code{{word-break:break-all}}</style></head><body>{body}</body></html>",
        escape(title)
    ))
}

pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
