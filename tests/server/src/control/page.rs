//! The page for a person: every site with its settings, users and one-time codes.

use std::fmt::Write as _;

use crate::{
    http::html::{escape, page},
    http::reply::Reply,
    site::Site,
    world::{World, lock},
};

pub fn overview(world: &World) -> Reply {
    let mut body = String::from("<h1>Model sites</h1>");
    for site in world.all() {
        let mut site = lock(&site);
        site.settle();
        describe(&site, &mut body);
    }
    page("Model sites", &body)
}

fn describe(site: &Site, body: &mut String) {
    let door = format!("/__model/sites/{}", site.id);
    let users = site.settings.users.iter().map(|user| [user.username.clone(), user.password.clone()]);
    let outbox = site.otps.outbox.iter().rev().map(|message| {
        let purpose = serde_json::to_value(message.purpose).unwrap_or_default();
        [message.otp.clone(), message.to.clone(), purpose.as_str().unwrap_or_default().to_owned()]
    });
    let settings = serde_json::to_string_pretty(&site.settings).unwrap_or_default();
    // Writing into a String cannot fail.
    let _ = write!(
        body,
        "<h2>{id}</h2><table>\
         <tr><th>Site URL</th><td><code>{url}</code></td></tr>\
         <tr><th>Client id</th><td><code>{client}</code></td></tr>\
         <tr><th>Requests</th><td><a href=\"{door}/requests\">log</a></td></tr>\
         <tr><th>OAuth sessions</th><td><a href=\"{door}/oauth-sessions\">list</a></td></tr></table>\
         <h3>Users</h3>{users}<h3>Outbox, newest first</h3>{outbox}\
         <details><summary>Settings</summary><pre>{settings}</pre></details>",
        id = escape(&site.id),
        url = escape(&site.url),
        client = escape(&site.main_client().id),
        door = escape(&door),
        users = table(["Username", "Password"], users),
        outbox = table(["Code", "To", "For"], outbox),
        settings = escape(&settings),
    );
}

fn table<const N: usize>(heads: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let cells = |tag: &str, row: &[&str]| {
        let cells: String = row.iter().map(|cell| format!("<{tag}>{}</{tag}>", escape(cell))).collect();
        format!("<tr>{cells}</tr>")
    };
    let rows: String = rows.map(|row| cells("td", &row.each_ref().map(String::as_str))).collect();
    match rows.as_str() {
        "" => "<p>None.</p>".into(),
        rows => format!("<table>{}{rows}</table>", cells("th", &heads)),
    }
}
