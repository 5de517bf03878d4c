//! A TCP connection for malformed, slow or incomplete requests.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use crate::program::Program;

pub struct RawConnection(TcpStream);

impl RawConnection {
    pub fn open(program: &Program) -> Self {
        let stream = TcpStream::connect(program.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(40))).expect("a time limit");
        Self(stream)
    }

    /// Opens a connection from another address of this machine, such as 127.0.0.2.
    pub fn open_from(program: &Program, address: [u8; 4]) -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        socket.bind(&SocketAddr::from((address, 0)).into()).expect("an address of this machine");
        socket.connect(&program.address.into()).expect("a connection");
        let stream = TcpStream::from(socket);
        stream.set_read_timeout(Some(Duration::from_secs(40))).expect("a time limit");
        Self(stream)
    }

    /// Returns `false` if the server has closed the connection.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.0.write_all(bytes.as_ref()).and_then(|()| self.0.flush()).is_ok()
    }

    pub fn set_timeout(&self, timeout: Duration) {
        self.0.set_read_timeout(Some(timeout)).expect("a time limit");
    }

    /// Returns the bytes of one read, or `None` if nothing arrives within the timeout.
    pub fn read_some(&mut self) -> Option<Vec<u8>> {
        let mut buffer = [0; 4096];
        match self.0.read(&mut buffer) {
            Ok(count) => Some(buffer[..count].to_vec()),
            Err(_) => None,
        }
    }

    /// Reads until the server closes the connection. Panics if it does not within the timeout.
    pub fn read_to_end(&mut self) -> String {
        let mut bytes = Vec::new();
        let mut buffer = [0; 16 * 1024];
        loop {
            match self.0.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => bytes.extend_from_slice(&buffer[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
                Err(error) => panic!("the server did not close the connection: {error}"),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
