//! Bad input gets a clear answer, and the server serves on.

mod common;

use common::{Answer, RESOURCE, Site};
use reqwest::{Method, header::CONTENT_TYPE};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const TOKEN: &str = "/services/oauth2/token";
const AUTHORIZE: &str = "/services/oauth2/authorize";
const REGISTRATION: &str = "/services/auth/headless/init/registration";
const FORGOT: &str = "/services/auth/headless/forgot_password";

#[tokio::test]
async fn unreadable_bodies_are_refused_in_json() {
    let site = Site::ready().await;
    let post = async |path: &str, kind: &str, body: Vec<u8>| {
        let request = site.request(Method::POST, path).header(CONTENT_TYPE, kind).header("Auth-Request-Type", "guest");
        let answer = Answer::of(request.body(body)).await;
        assert!(answer.json().is_object(), "{}", answer.body);
        answer.status
    };
    let many = (0..1001).map(|i| format!("k{i}=v&")).collect::<String>();
    let deep = "[".repeat(100_000);
    let cases: Vec<(&str, &str, Vec<u8>, u16)> = vec![
        (TOKEN, FORM, b"grant_type=%FF%FE".to_vec(), 400),
        (TOKEN, FORM, vec![0xFF, 0x00, 0xC3, 0x28], 400),
        (TOKEN, FORM, b"grant_type=a&grant_type=b".to_vec(), 400),
        (TOKEN, FORM, many.into_bytes(), 400),
        (TOKEN, FORM, b"&&&===&".to_vec(), 400),
        (TOKEN, JSON, b"{\"grant_type\":\"refresh_token\"}".to_vec(), 415),
        (TOKEN, "multipart/form-data; boundary=x", b"--x--".to_vec(), 415),
        (AUTHORIZE, "text/plain", b"response_type=code_credentials".to_vec(), 415),
        (AUTHORIZE, FORM, b"scope=a&scope=b".to_vec(), 400),
        (REGISTRATION, JSON, b"{".to_vec(), 400),
        (REGISTRATION, JSON, b"".to_vec(), 400),
        (REGISTRATION, JSON, b"[1,2]".to_vec(), 400),
        (REGISTRATION, JSON, b"\"text\"".to_vec(), 400),
        (REGISTRATION, JSON, b"null".to_vec(), 400),
        (REGISTRATION, JSON, b"{\"userdata\":\"\xFF\"}".to_vec(), 400),
        (REGISTRATION, JSON, deep.into_bytes(), 400),
        (REGISTRATION, FORM, b"userdata=x".to_vec(), 415),
        (FORGOT, JSON, b"not json".to_vec(), 400),
        (FORGOT, "text/plain", b"{}".to_vec(), 415),
        (TOKEN, FORM, vec![b'a'; (1 << 20) + 1], 413),
        (AUTHORIZE, FORM, vec![b'a'; 2_000_000], 413),
        (REGISTRATION, JSON, vec![b' '; 2_000_000], 413),
        (FORGOT, JSON, vec![b' '; 2_000_000], 413),
    ];
    for (path, kind, body, status) in cases {
        let start = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        assert_eq!(post(path, kind, body).await, status, "{path} {kind} {start}");
    }
    assert_eq!(post(TOKEN, FORM, vec![b'a'; 1 << 20]).await, 400, "exactly the limit is read");
    let query = Answer::of(site.request(Method::GET, &format!("{AUTHORIZE}?a=%FF"))).await;
    assert_eq!(query.line(), "400 invalid_request / malformed form");
    assert_eq!(site.login().await.line(), "302 code");
}

#[tokio::test]
async fn wrong_methods_are_told_the_right_ones() {
    let site = Site::ready().await;
    let cases = [
        (TOKEN, "GET", "POST"),
        (TOKEN, "DELETE", "POST"),
        (AUTHORIZE, "PUT", "GET, POST"),
        ("/services/oauth2/echo", "POST", "GET"),
        (REGISTRATION, "GET", "POST"),
        (FORGOT, "PATCH", "POST"),
        ("/.well-known/openid-configuration", "POST", "GET"),
        ("/id/keys", "POST", "GET"),
    ];
    for (path, method, allow) in cases {
        let answer = Answer::of(site.request(method.parse().expect("a method"), path)).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allow)), "{method} {path}");
        assert!(answer.json().is_object());
    }
}

#[tokio::test]
async fn a_data_api_words_every_refusal_as_an_array() {
    let site = Site::ready().await;
    let posted = site.post(RESOURCE, &[]).await;
    assert_eq!((posted.line().as_str(), posted.header("allow")), ("405 METHOD_NOT_ALLOWED", Some("GET")));
    for (query, line) in [("?a=1&a=2", "400 REPEATED_PARAMETER"), ("?a=%FF", "400 MALFORMED_FORM")] {
        assert_eq!(site.get(&format!("{RESOURCE}{query}"), "token").await.line(), line);
    }
    let too_large = site.request(Method::GET, RESOURCE).body(vec![b' '; 2_000_000]);
    assert_eq!(Answer::of(too_large).await.line(), "413 BODY_TOO_LARGE");
}

#[tokio::test]
async fn paths_that_lead_nowhere() {
    let site = Site::ready().await;
    for path in [
        "",
        "/",
        "/services",
        "/services/oauth2/",
        "/services/oauth2/token/",
        "/services/oauth2/../token",
        "/%00",
        "/id/keys/x/y",
    ] {
        assert_eq!(Answer::of(site.request(Method::GET, path)).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn what_is_no_http_ends_its_own_connection_only() {
    let site = Site::ready().await;
    let address = site.server.url().trim_start_matches("http://").to_owned();
    let garbage: [&[u8]; 5] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        &[0u8; 4096],
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: banana\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
    ];
    for bytes in garbage {
        let mut stream = TcpStream::connect(&address).await.expect("a connection");
        stream.write_all(bytes).await.expect("sent");
        stream.shutdown().await.expect("closed");
        let mut answer = Vec::new();
        // Reset or answered with 400: either is fine.
        let _ = stream.read_to_end(&mut answer).await;
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&answer));
    }
    assert_eq!(site.login().await.line(), "302 code");
}

#[tokio::test]
async fn odd_values_are_only_values() {
    let site = Site::ready().await;
    let odd = ["\0", "\r\nSet-Cookie: a=b", "<script>", "%s%n", "\u{202E}", "😀", &"x".repeat(100_000)];
    for value in odd {
        assert_eq!(site.login_with(&[("username", value)]).await.status, 400);
        let answer = site.login_with(&[("state", value)]).await;
        assert_eq!(answer.location()["state"], value);
        let start = site.start_passwordless(json!({ "username": value })).await;
        assert_eq!(start.line(), "200");
        let start = site.start_registration(json!({ "customdata": { "x": value } })).await;
        assert!([200, 400].contains(&start.status));
    }
    let raw = [("Auth-Request-Type", "Named-User\u{e9}")];
    let request = site.request(Method::POST, AUTHORIZE).form(&site.authorize_form());
    let request = raw.iter().fold(request, |request, (name, value)| request.header(*name, value.as_bytes()));
    assert_eq!(Answer::of(request).await.line(), "400 invalid_request / invalid headers");
}
