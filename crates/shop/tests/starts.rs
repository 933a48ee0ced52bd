//! The program itself: it starts, answers and stops.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

use querent_testkit::{Setup, Tables, TestDb};

/// The shop, to be started on a database and a port.
fn shop(database: &str, port: &str) -> Command {
    let mut shop = Command::new(env!("CARGO_BIN_EXE_shop"));
    shop.env("DATABASE_URL", database).env("PORT", port).env_remove("HOST").env_remove("RUST_LOG");
    shop.stderr(Stdio::piped());
    shop
}

/// A process that does not outlive its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What is answered to a GET.
fn get(host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[tokio::test]
async fn the_shop_fills_an_empty_database_answers_and_stops_when_it_is_asked_to() {
    let setup = Setup { name: "starts", tables: Tables::default(), sql: Vec::new(), worker_threads: 1 };
    let database = TestDb::create(&setup).await.unwrap();
    let mut running = Running(shop(database.url(), "0").spawn().unwrap());
    let mut log = BufReader::new(running.0.stderr.take().unwrap()).lines().map(Result::unwrap);
    let line = log.find(|line| line.contains("listening on")).unwrap();
    let (_, host) = line.split_once("http://").unwrap();

    let answer = get(host, "/products?limit=1");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains(r#""category":{"id":"#), "{answer}");
    get(host, "/products/slow");
    let warning = log.find(|line| line.contains("WARN")).unwrap();
    assert!(warning.contains("uri=/products/slow") && warning.contains("querent::n_plus_one"), "{warning}");

    Command::new("kill").arg(running.0.id().to_string()).status().unwrap();
    assert_eq!(running.0.wait().unwrap().code(), Some(0));
}

#[tokio::test]
async fn two_first_starts_at_once_fill_one_shop_and_listen_on_two_ports() {
    let setup = Setup { name: "starts_twice", tables: Tables::default(), sql: Vec::new(), worker_threads: 1 };
    let database = TestDb::create(&setup).await.unwrap();
    let mut both = [(); 2].map(|()| Running(shop(database.url(), "").env_remove("PORT").spawn().unwrap()));
    let hosts = both.each_mut().map(|running| {
        let mut log = BufReader::new(running.0.stderr.as_mut().unwrap()).lines().map(Result::unwrap);
        let line = log.find(|line| line.contains("listening on")).unwrap();
        line.split_once("http://").unwrap().1.to_owned()
    });
    assert_ne!(hosts[0], hosts[1]);
    let answers = hosts.map(|host| get(&host, "/products?limit=100&order_by=name"));
    let products = answers.each_ref().map(|answer| answer.split_once("\r\n\r\n").unwrap().1);
    assert!(products[0].len() > 1000 && products[0] == products[1], "{products:?}");
}

/// The log of a shop that does not start.
fn failure(port: &str) -> String {
    let Output { status, stderr, .. } = shop("postgres://localhost/nowhere", port).output().unwrap();
    assert_eq!(status.code(), Some(1));
    String::from_utf8(stderr).unwrap()
}

#[test]
fn a_port_that_is_in_use_is_told_with_the_way_out() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port().to_string();
    let log = failure(&port);
    assert!(log.contains(&format!("port {port} is in use; choose another one: PORT=4000")), "{log}");
}

#[test]
fn a_port_that_is_none_is_told() {
    let log = failure("http");
    assert!(log.contains("`PORT` is `http`, and a port is a number from 0 to 65535"), "{log}");
}
