//! The servers that a configuration names, and their addresses.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
#[cfg(unix)]
use std::path::PathBuf;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, LoadBalanceHosts};

use super::chance;
use crate::error::{Error, Kind, Result};
use crate::watch::Database;

/// PostgreSQL's own.
const DEFAULT_PORT: u16 = 5432;

/// Where one server listens.
#[derive(Clone, Debug)]
pub(super) enum Address {
    Tcp(SocketAddr),
    #[cfg(unix)]
    Unix(PathBuf),
}

/// One of the servers that a configuration names, to be tried in their order.
#[derive(Clone, Debug)]
pub(super) struct Server {
    place: Place,
    port: u16,
    /// The name that the server's certificate must carry.
    hostname: String,
}

#[derive(Clone, Debug)]
enum Place {
    Name(String),
    Ip(IpAddr),
    #[cfg(unix)]
    Directory(PathBuf),
}

impl Server {
    /// The servers of `config`, paired as libpq pairs them: the n-th host with the n-th `hostaddr` and port.
    pub(super) fn all_of(config: &Config) -> Result<Vec<Server>> {
        let (hosts, ips, ports) = (config.get_hosts(), config.get_hostaddrs(), config.get_ports());
        let count = hosts.len().max(ips.len());
        if count == 0 {
            return Err(wrong("the database's address names no host"));
        }
        if !hosts.is_empty() && !ips.is_empty() && hosts.len() != ips.len() {
            return Err(wrong("the database's address has as many `hostaddr`s as hosts, or none"));
        }
        if ports.len() > 1 && ports.len() != count {
            return Err(wrong("the database's address has one port, or one for each host"));
        }
        let port = |n: usize| ports.get(n).or(ports.first()).copied().unwrap_or(DEFAULT_PORT);
        Ok((0..count).map(|n| Server::new(hosts.get(n), ips.get(n).copied(), port(n))).collect())
    }

    fn new(host: Option<&Host>, ip: Option<IpAddr>, port: u16) -> Server {
        let hostname = match (host, ip) {
            (Some(Host::Tcp(name)), _) => name.clone(),
            (_, Some(ip)) => ip.to_string(),
            _ => String::new(),
        };
        let place = match (ip, host) {
            (Some(ip), _) => Place::Ip(ip),
            (None, Some(Host::Tcp(name))) => Place::Name(name.clone()),
            #[cfg(unix)]
            (None, Some(Host::Unix(directory))) => Place::Directory(directory.clone()),
            (None, None) => Place::Name(hostname.clone()),
        };
        Server { place, port, hostname }
    }

    /// The servers of `config` and the name of its database, as one text.
    pub(super) fn database_of(config: &Config, servers: &[Server]) -> String {
        let servers: Vec<_> = servers.iter().map(Server::to_string).collect();
        let name = config.get_dbname().or(config.get_user()).unwrap_or_default();
        format!("{}/{name}", servers.join(","))
    }

    /// What those who watch statements are told: the name of the database and where it is, as `config` has it.
    pub(super) fn described(config: &Config, servers: &[Server]) -> Database {
        let name = config.get_dbname().or(config.get_user()).unwrap_or_default().to_owned();
        let port = servers.first().map(|server| server.port).unwrap_or_default();
        let one_port = servers.iter().all(|server| server.port == port);
        let address = |server: &Server| match &server.place {
            _ if !one_port => server.to_string(),
            Place::Name(name) => name.clone(),
            Place::Ip(ip) => ip.to_string(),
            #[cfg(unix)]
            Place::Directory(directory) => directory.display().to_string(),
        };
        let addresses: Vec<_> = servers.iter().map(address).collect();
        let port = (one_port && port != DEFAULT_PORT).then_some(port);
        Database { name, address: addresses.join(","), port }
    }

    /// The name that the server's certificate must carry.
    pub(super) fn hostname(&self) -> &str {
        &self.hostname
    }

    /// The addresses to try, in order. A name is looked up each time, so that a failover by DNS is noticed.
    pub(super) async fn addresses(&self, balance: LoadBalanceHosts) -> io::Result<Vec<Address>> {
        let mut addresses = match &self.place {
            Place::Ip(ip) => vec![Address::Tcp(SocketAddr::new(*ip, self.port))],
            #[cfg(unix)]
            Place::Directory(directory) => {
                vec![Address::Unix(directory.join(format!(".s.PGSQL.{}", self.port)))]
            }
            Place::Name(name) => {
                tokio::net::lookup_host((&**name, self.port)).await?.map(Address::Tcp).collect()
            }
        };
        in_order(&mut addresses, balance);
        Ok(addresses)
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Name(name) => write!(f, "{name}:{}", self.port),
            Place::Ip(ip) => SocketAddr::new(*ip, self.port).fmt(f),
            #[cfg(unix)]
            Place::Directory(directory) => write!(f, "{}:{}", directory.display(), self.port),
        }
    }
}

/// Shuffles `list` if the configuration says `load_balance_hosts=random`.
pub(super) fn in_order<T>(list: &mut [T], balance: LoadBalanceHosts) {
    if balance == LoadBalanceHosts::Random {
        for last in (1..list.len()).rev() {
            list.swap(last, chance::below(last as u64 + 1) as usize);
        }
    }
}

fn wrong(message: &str) -> Error {
    Error::new(Kind::Configuration, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(address: &str) -> Vec<String> {
        let config: Config = address.parse().expect("the address is in order");
        Server::all_of(&config).expect("the servers are in order").iter().map(Server::to_string).collect()
    }

    #[test]
    fn hosts_addresses_and_ports_are_paired() {
        assert_eq!(names("postgres://a:1,b/shop"), ["a:1", "b:5432"]);
        assert_eq!(names("host=a,b port=7"), ["a:7", "b:7"]);
        assert_eq!(names("host=a hostaddr=::1 port=7"), ["[::1]:7"]);
        assert_eq!(names("hostaddr=127.0.0.1,127.0.0.2"), ["127.0.0.1:5432", "127.0.0.2:5432"]);
        assert_eq!(names("host=/run/postgresql port=7"), ["/run/postgresql:7"]);
    }

    #[test]
    fn what_is_told_of_a_database_is_where_it_was_said_to_be() {
        let described = |address: &str| {
            let config: Config = address.parse().expect("the address is in order");
            let Database { name, address, port } =
                Server::described(&config, &Server::all_of(&config).expect("the servers are in order"));
            (name, address, port)
        };
        let told = |name: &str, address: &str, port| (name.to_owned(), address.to_owned(), port);
        assert_eq!(described("postgres://ann:secret@db/shop"), told("shop", "db", None));
        assert_eq!(described("postgres://ann@a,b:7/shop"), told("shop", "a:5432,b:7", None));
        assert_eq!(described("host=a,b port=7 user=ann"), told("ann", "a,b", Some(7)));
        assert_eq!(described("host=/run/postgresql dbname=shop"), told("shop", "/run/postgresql", None));
    }

    #[test]
    fn a_random_order_loses_nobody() {
        let mut list: Vec<_> = (0..50).collect();
        in_order(&mut list, LoadBalanceHosts::Random);
        list.sort_unstable();
        assert_eq!(list, (0..50).collect::<Vec<_>>());
    }
}
