// SPDX-License-Identifier: Apache-2.0
// Listener on Boost.Asio.
#include "admin/listener.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "admin/peer.hpp"
#include "admin/problem.hpp"

namespace busbar {
namespace {

namespace fs = std::filesystem;
using Protocol = boost::asio::local::stream_protocol;

Error from_system(const std::string& what, const fs::path& path,
                  const boost::system::error_code& error) {
    return {ErrorCode::Unavailable, what + ' ' + path.string() + ": " + error.message(), {}};
}

// Takes away the socket file of a runtime that has ended without doing so.
Status clear_stale(boost::asio::io_context& context, const fs::path& path) {
    std::error_code error;
    const auto type = fs::symlink_status(path, error).type();
    if (type == fs::file_type::not_found) return {};
    if (type != fs::file_type::socket) {
        return fail(ErrorCode::AlreadyExists, path.string() + " is there and is not a socket");
    }
    Protocol::socket probe(context);
    boost::system::error_code refused;
    (void)probe.connect(Protocol::endpoint(path.string()), refused);
    if (refused != boost::asio::error::connection_refused) {
        return fail(ErrorCode::AlreadyExists, "another runtime listens at " + path.string());
    }
    if (!fs::remove(path, error) && error) {
        return fail(ErrorCode::Unavailable,
                    "stale socket " + path.string() + " cannot be removed: " + error.message());
    }
    return {};
}

// Says why, as far as that goes without waiting.
void turn_away(Protocol::socket socket) {
    const auto response = problem(503, "too_many_connections", "there are 64 clients already");
    const auto text =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: " + response.content_type +
        "\r\nConnection: close\r\nContent-Length: " + std::to_string(response.body.size()) +
        "\r\n\r\n" + response.body;
    boost::system::error_code ignored;
    (void)socket.non_blocking(true, ignored);
    (void)socket.write_some(boost::asio::buffer(text), ignored);
}

}  // namespace

Result<std::unique_ptr<Listener>> Listener::open(boost::asio::io_context& context,
                                                 const Router& router, fs::path path) {
    constexpr std::size_t kPathMax = sizeof(sockaddr_un{}.sun_path) - 1;
    if (path.string().size() > kPathMax) {
        return fail(ErrorCode::InvalidArgument,
                    "the socket's path has more than 107 octets: " + path.string());
    }
    BUSBAR_CHECK(clear_stale(context, path));
    Protocol::acceptor acceptor(context);
    boost::system::error_code error;
    (void)acceptor.open(Protocol(), error);
    // Made with no rights and opened up when its mode is right: nobody comes in between.
    const auto mask = ::umask(0777);
    if (!error) (void)acceptor.bind(Protocol::endpoint(path.string()), error);
    ::umask(mask);
    if (error) return tl::unexpected(from_system("cannot make the socket", path, error));
    constexpr mode_t kMode = 0660;
    struct stat status {};
    if (::chmod(path.c_str(), kMode) != 0 || ::stat(path.c_str(), &status) != 0) {
        error.assign(errno, boost::system::system_category());
        return tl::unexpected(from_system("cannot set the mode of", path, error));
    }
    (void)acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
    if (error) return tl::unexpected(from_system("cannot listen at", path, error));
    return std::unique_ptr<Listener>(
        new Listener(std::move(acceptor), router, std::move(path), status.st_gid));
}

Listener::Listener(Acceptor acceptor, const Router& router, fs::path path, gid_t group)
    : acceptor_(std::move(acceptor)),
      retry_(acceptor_.get_executor()),
      router_(router),
      path_(std::move(path)),
      group_(group) {}

Listener::~Listener() { (void)::unlink(path_.c_str()); }

void Listener::stop() {
    boost::system::error_code ignored;
    (void)acceptor_.close(ignored);
    retry_.cancel();
    const auto connections = std::exchange(connections_, {});
    for (const auto& [number, connection] : connections) connection->close();
}

void Listener::accept() {
    acceptor_.async_accept([this](boost::system::error_code error, Connection::Socket socket) {
        if (!acceptor_.is_open()) return;
        if (!error) {
            accepted(std::move(socket));
            return accept();
        }
        constexpr std::chrono::milliseconds kPause{100};
        retry_.expires_after(kPause);
        retry_.async_wait([this](boost::system::error_code cancelled) {
            if (!cancelled) accept();
        });
    });
}

void Listener::accepted(Connection::Socket socket) {
    if (connections_.size() >= kConnectionsMax) return turn_away(std::move(socket));
    const auto number = ++last_number_;
    const auto access = access_of(socket);
    const auto connection = std::make_shared<Connection>(
        std::move(socket), access, router_, [this, number] { connections_.erase(number); });
    connections_.emplace(number, connection);
    connection->start();
}

Connection::Access Listener::access_of(Connection::Socket& socket) const {
    const auto peer = peer_of(socket.native_handle());
    const bool may = peer && is_administrator(*peer, ::geteuid(), group_);
    return may ? Connection::Access::Administrator : Connection::Access::Nobody;
}

}  // namespace busbar
