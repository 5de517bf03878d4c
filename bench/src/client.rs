//! A small HTTP/1.1 client: connections kept open, no redirects followed, nothing decompressed, every wait bounded.

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

/// Longest wait for an answer; uploads have their own.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION)?.to_str().ok()
    }
}

/// One connection, opened again when the server has closed it.
pub struct Connection {
    address: SocketAddr,
    sender: Option<SendRequest<Body>>,
}

impl Connection {
    pub fn to(address: SocketAddr) -> Self {
        Self { address, sender: None }
    }

    pub async fn send(&mut self, request: Request<Body>) -> Result<Answer> {
        self.send_within(PATIENCE, request).await
    }

    pub async fn send_within(&mut self, patience: Duration, request: Request<Body>) -> Result<Answer> {
        let path = request.uri().path().to_owned();
        tokio::time::timeout(patience, self.exchange(request))
            .await
            .with_context(|| format!("{path}: no answer within {} s", patience.as_secs()))?
            .with_context(|| format!("{}{path}", self.address))
    }

    async fn exchange(&mut self, request: Request<Body>) -> Result<Answer> {
        let response = self.ready().await?.send_request(request).await?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Answer { status: parts.status, headers: parts.headers, body })
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
            // Ends with the connection; what goes wrong there is told to whoever waits for an answer.
            tokio::spawn(connection);
            self.sender = Some(sender);
        }
        self.sender.as_mut().context("no connection")
    }
}

pub fn empty() -> Body {
    whole(Bytes::new())
}

pub fn whole(bytes: Bytes) -> Body {
    Full::new(bytes).boxed_unsync()
}

/// A person's browser, as far as the journey needs one: cookies, forms, one site.
pub struct Browser {
    pub address: SocketAddr,
    connection: Connection,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn at(address: SocketAddr) -> Self {
        Self { address, connection: Connection::to(address), cookies: BTreeMap::new() }
    }

    /// The same person on another connection.
    pub fn twin(&self) -> Self {
        self.elsewhere(self.address)
    }

    /// The same person at another server.
    pub fn elsewhere(&self, address: SocketAddr) -> Self {
        Self { cookies: self.cookies.clone(), ..Self::at(address) }
    }

    pub fn cookie_header(&self) -> String {
        let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        let request = self.request(Method::GET, path).body(empty())?;
        self.exchange(request).await
    }

    /// A page that must be there.
    pub async fn page(&mut self, path: &str) -> Result<String> {
        let answer = self.get(path).await?;
        ensure!(answer.status == StatusCode::OK, "{path}: {} {:?}", answer.status, answer.location());
        Ok(String::from_utf8(answer.body.to_vec())?)
    }

    /// Sends a form; gives the address it leads to.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<String> {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(whole(form.into()))?;
        let answer = self.exchange(request).await?;
        ensure!(answer.status == StatusCode::SEE_OTHER, "{path}: {}, not 303", answer.status);
        Ok(answer.location().with_context(|| format!("{path}: 303 without address"))?.to_owned())
    }

    pub fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let request =
            Request::builder().method(method).uri(path).header(header::HOST, self.address.to_string());
        if self.cookies.is_empty() { request } else { request.header(header::COOKIE, self.cookie_header()) }
    }

    pub async fn exchange(&mut self, request: Request<Body>) -> Result<Answer> {
        let answer = self.connection.send(request).await?;
        for line in answer.headers.get_all(header::SET_COOKIE) {
            self.keep(line.to_str()?);
        }
        Ok(answer)
    }

    fn keep(&mut self, line: &str) {
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
    fn cookies_are_kept_and_forgotten() {
        let mut browser = Browser::at(SocketAddr::from(([127, 0, 0, 1], 1)));
        browser.keep("__Host-a=1; HttpOnly; Path=/");
        browser.keep("b=2");
        assert_eq!(browser.cookie_header(), "__Host-a=1; b=2");
        browser.keep("b=; Max-Age=0");
        assert_eq!((browser.cookie("__Host-a"), browser.cookie("b")), (Some("1"), None));
    }
}
