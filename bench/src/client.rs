//! A minimal HTTP/1.1 client: persistent connections, timeouts, no redirects, no decompression.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

pub type Body = UnsyncBoxBody<Bytes, Infallible>;

/// Default timeout of a request; uploads have their own.
const TIMEOUT: Duration = Duration::from_secs(60);

pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Response {
    pub fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION)?.to_str().ok()
    }
}

/// A persistent connection, reopened if the server has closed it.
pub struct Connection {
    address: SocketAddr,
    sender: Option<SendRequest<Body>>,
}

impl Connection {
    pub fn to(address: SocketAddr) -> Self {
        Self { address, sender: None }
    }

    pub async fn send(&mut self, request: Request<Body>) -> Result<Response> {
        self.send_within(TIMEOUT, request).await
    }

    pub async fn send_within(&mut self, timeout: Duration, request: Request<Body>) -> Result<Response> {
        let path = request.uri().path().to_owned();
        tokio::time::timeout(timeout, self.exchange(request))
            .await
            .with_context(|| format!("{path}: no response within {} s", timeout.as_secs()))?
            .with_context(|| format!("{}{path}", self.address))
    }

    async fn exchange(&mut self, request: Request<Body>) -> Result<Response> {
        let response = self.ready().await?.send_request(request).await?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Response { status: parts.status, headers: parts.headers, body })
    }

    async fn ready(&mut self) -> Result<&mut SendRequest<Body>> {
        let open = match &mut self.sender {
            Some(sender) => sender.ready().await.is_ok(),
            None => false,
        };
        if !open {
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            let (sender, connection) = handshake(TokioIo::new(stream)).await?;
            // Ends with the connection. Its errors are returned to the sender of the pending request.
            tokio::spawn(connection);
            self.sender = Some(sender);
        }
        self.sender.as_mut().context("no connection")
    }
}

pub fn empty() -> Body {
    full_body(Bytes::new())
}

pub fn full_body(bytes: Bytes) -> Body {
    Full::new(bytes).boxed_unsync()
}

/// A simple browser for one site: cookies, pages and forms.
pub struct Browser {
    pub address: SocketAddr,
    connection: Connection,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn at(address: SocketAddr) -> Self {
        Self { address, connection: Connection::to(address), cookies: BTreeMap::new() }
    }

    /// Returns a browser with the same cookies and its own connection.
    pub fn with_own_connection(&self) -> Self {
        self.at_server(self.address)
    }

    /// Returns a browser with the same cookies for another server.
    pub fn at_server(&self, address: SocketAddr) -> Self {
        Self { cookies: self.cookies.clone(), ..Self::at(address) }
    }

    pub fn cookie_header(&self) -> String {
        let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub async fn get(&mut self, path: &str) -> Result<Response> {
        let request = self.request(Method::GET, path).body(empty())?;
        self.exchange(request).await
    }

    /// Requests a page.
    ///
    /// # Errors
    /// If the response is not 200.
    pub async fn page(&mut self, path: &str) -> Result<String> {
        let response = self.get(path).await?;
        ensure!(response.status == StatusCode::OK, "{path}: {} {:?}", response.status, response.location());
        Ok(String::from_utf8(response.body.to_vec())?)
    }

    /// Submits a form and returns the address of the redirect.
    ///
    /// # Errors
    /// If the response is not 303.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<String> {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(full_body(form.into()))?;
        let response = self.exchange(request).await?;
        ensure!(response.status == StatusCode::SEE_OTHER, "{path}: {}, not 303", response.status);
        Ok(response.location().with_context(|| format!("{path}: 303 without a location"))?.to_owned())
    }

    pub fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let request = Request::builder()
            .uri(path)
            .header(header::HOST, self.address.to_string())
            .header(header::ORIGIN, format!("http://{}", self.address))
            .method(method);
        if self.cookies.is_empty() { request } else { request.header(header::COOKIE, self.cookie_header()) }
    }

    pub async fn exchange(&mut self, request: Request<Body>) -> Result<Response> {
        let response = self.connection.send(request).await?;
        for line in response.headers.get_all(header::SET_COOKIE) {
            self.store_cookie(line.to_str()?);
        }
        Ok(response)
    }

    fn store_cookie(&mut self, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        if parts.any(|part| part.eq_ignore_ascii_case("max-age=0")) {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_stored_and_expired() {
        let mut browser = Browser::at(SocketAddr::from(([127, 0, 0, 1], 1)));
        browser.store_cookie("__Host-a=1; HttpOnly; Path=/");
        browser.store_cookie("b=2");
        assert_eq!(browser.cookie_header(), "__Host-a=1; b=2");
        browser.store_cookie("b=; Max-Age=0");
        assert_eq!((browser.cookie("__Host-a"), browser.cookie("b")), (Some("1"), None));
    }
}
