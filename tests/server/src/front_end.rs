//! The front end that the server was started with.

use std::{fs, path::PathBuf};

use axum::{
    body::Body,
    http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header},
};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

/// A folder, or none.
#[derive(Clone, Default)]
pub struct FrontEnd(pub Option<PathBuf>);

impl FrontEnd {
    /// The paths of its pages: the folder, and each folder in it that has a page of its own.
    pub fn pages(&self) -> Vec<String> {
        let Some(www) = &self.0 else { return Vec::new() };
        let folders = fs::read_dir(www).into_iter().flatten().flatten();
        let mut inner: Vec<String> = folders
            .filter(|folder| folder.path().join("index.html").is_file())
            .map(|folder| format!("/{}/", folder.file_name().to_string_lossy()))
            .collect();
        inner.sort();
        inner.insert(0, "/".to_owned());
        inner
    }

    /// The file of a path, if there is one.
    pub async fn file(&self, method: Method, uri: Uri) -> Option<Response<Body>> {
        let request = Request::builder().method(method).uri(uri).body(Body::empty()).ok()?;
        let response = ServeDir::new(self.0.as_ref()?).oneshot(request).await.ok()?;
        // A folder answers 405 to all but GET and HEAD, whether it has the file or not.
        let is_there = ![StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&response.status());
        is_there.then(|| {
            let mut response = response.map(Body::new);
            let always_fresh = HeaderValue::from_static("no-cache");
            response.headers_mut().insert(header::CACHE_CONTROL, always_fresh);
            response
        })
    }
}
