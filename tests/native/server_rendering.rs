//! A page in Yew on the server: what it sends is what the page in the browser begins with.

use headless_identity::{Client, Config};
use yew::LocalServerRenderer;

use crate::platform::run;
use crate::rendered::{Page, PageProps, SERVED};
use crate::site::Site;

async fn render(client: Client) -> String {
    let page = LocalServerRenderer::<Page>::with_props(PageProps { client }).render().await;
    let mut marks = page.split("<!--");
    let mut plain = marks.next().unwrap().to_owned();
    for mark in marks {
        let (mark, rest) = mark.split_once("-->").unwrap();
        // `<[name]>` and `</[name]>`
        plain.extend(["<!--", mark.split_once('[').unwrap().0, "[]>-->", rest]);
    }
    plain
}

#[test]
fn the_session_is_not_known_and_the_client_takes_no_harm() {
    run(async {
        let client = Client::new(Config::new("https://acme.my.site.com/portal", "3MVG9example")).unwrap();
        assert_eq!(render(client).await, SERVED);
    });
}

/// The page comes first, what its client knows afterwards.
#[test]
fn what_a_client_knows_is_not_in_the_first_rendering() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        client.login(site.user()).await.unwrap();
        assert_eq!(render(client).await, SERVED);
    });
}
