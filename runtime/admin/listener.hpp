// SPDX-License-Identifier: Apache-2.0
// Listener: the Unix socket of the API and its connections.
//
// Thread: open() on any, the rest on the admin thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <map>
#include <memory>

#include "admin/connection.hpp"
#include "admin/router.hpp"
#include "busbar/result.hpp"

namespace busbar {

class Listener {
 public:
    static constexpr std::size_t kConnectionsMax = 64;  // one more gets 503 and is closed

    // Makes the socket file, mode 0660, in a folder that exists. A file that nobody listens at any
    // more is replaced. Fails with AlreadyExists where somebody does or where the file is no
    // socket, InvalidArgument on a path of more than 107 octets, Unavailable on what the system
    // does not let us do. `context` and `router` outlive us.
    [[nodiscard]] static Result<std::unique_ptr<Listener>> open(boost::asio::io_context& context,
                                                                const Router& router,
                                                                std::filesystem::path path);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    // Takes the file away.
    ~Listener();

    void start() { accept(); }
    // Closes everything; the context has nothing to wait for here.
    void stop();

 private:
    using Acceptor = boost::asio::local::stream_protocol::acceptor;
    Listener(Acceptor acceptor, const Router& router, std::filesystem::path path, gid_t group);
    void accept();
    void accepted(Connection::Socket socket);
    [[nodiscard]] Connection::Access access_of(Connection::Socket& socket) const;

    Acceptor acceptor_;
    boost::asio::steady_timer retry_;  // when the system has no descriptor left
    const Router& router_;
    std::filesystem::path path_;
    gid_t group_;  // that owns the socket file
    std::uint64_t last_number_ = 0;
    std::map<std::uint64_t, std::shared_ptr<Connection>> connections_;  // shared: see Connection
};

}  // namespace busbar
