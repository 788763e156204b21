// SPDX-License-Identifier: Apache-2.0
// SocketServer: over UDP and over TCP.
#include "support/knx/socket_server.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "knx/protocol/knxip/frame_stream.hpp"

namespace knx::testing {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using asio::ip::tcp;
using asio::ip::udp;

class UdpServer final : public SocketServer {
 public:
    explicit UdpServer(asio::io_context& context)
        : SocketServer(HostProtocol::Udp),
          socket_(context, udp::endpoint(asio::ip::address_v4::loopback(), 0)) {
        read();
    }

    std::uint16_t port() const override { return socket_.local_endpoint().port(); }
    void send(ByteSpan octets) override {
        boost::system::error_code ignored;
        socket_.send_to(asio::buffer(octets.data(), octets.size()), client_, 0, ignored);
    }

 private:
    void read() {
        socket_.async_receive_from(asio::buffer(buffer_), client_,
                                   [this](const auto& error, std::size_t size) {
                                       if (error) return;
                                       receive(ByteSpan(buffer_).first(size));
                                       read();
                                   });
    }

    udp::socket socket_;
    udp::endpoint client_;
    std::array<std::uint8_t, 1024> buffer_{};
};

class TcpServer final : public SocketServer {
 public:
    explicit TcpServer(asio::io_context& context)
        : SocketServer(HostProtocol::Tcp),
          acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          socket_(context) {
        accept();
    }

    std::uint16_t port() const override { return acceptor_.local_endpoint().port(); }
    void send(ByteSpan octets) override {
        boost::system::error_code ignored;
        asio::write(socket_, asio::buffer(octets.data(), octets.size()), ignored);
    }
    void hang_up() override {
        boost::system::error_code ignored;
        socket_.close(ignored);
    }

 private:
    void accept() {
        acceptor_.async_accept([this](const auto& error, tcp::socket socket) {
            if (error) return;
            socket_ = std::move(socket);
            socket_.set_option(tcp::no_delay(true));
            stream_.clear();
            read();
            accept();
        });
    }
    void read() {
        const auto room = stream_.room();
        socket_.async_read_some(asio::buffer(room.data(), room.size()),
                                [this](const auto& error, std::size_t size) {
                                    if (error) return;
                                    stream_.filled(size);
                                    take_frames();
                                    if (socket_.is_open()) read();
                                });
    }
    void take_frames() {
        for (auto frame = stream_.next(); frame && *frame; frame = stream_.next()) receive(**frame);
    }

    tcp::acceptor acceptor_;
    tcp::socket socket_;
    FrameStream stream_;
};

}  // namespace

bool run_until(asio::io_context& context, const std::function<bool()>& reached) {
    const auto deadline = Clock::now() + std::chrono::seconds(5);
    context.restart();
    while (!reached()) {
        if (Clock::now() >= deadline) return false;
        context.run_one_until(deadline);
    }
    return true;
}

std::unique_ptr<SocketServer> SocketServer::make(asio::io_context& context,
                                                 HostProtocol transport) {
    if (transport == HostProtocol::Tcp) return std::make_unique<TcpServer>(context);
    return std::make_unique<UdpServer>(context);
}

void SocketServer::receive(ByteSpan frame) {
    model_.on_frame(frame, Clock::now());
    pump();
}

void SocketServer::indicate(Telegram telegram) {
    model_.indicate(std::move(telegram), Clock::now());
    pump();
}

void SocketServer::pump() {
    for (auto& out = model_.out(); !out.empty(); out.pop_front()) send(out.front());
}

}  // namespace knx::testing
