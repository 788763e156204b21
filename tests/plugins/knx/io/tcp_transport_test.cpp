// SPDX-License-Identifier: Apache-2.0
// TcpTransport against a bare socket on the loopback.
#include "knx/io/tcp_transport.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <vector>

#include "support/knx/hex.hpp"
#include "support/knx/socket_server.hpp"

namespace knx {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using testing::from_hex;
using testing::run_until;

const ByteBuffer kFrame = from_hex("0610020800080100");

class TcpTransportTest : public ::testing::Test {
 protected:
    void open() {
        bool accepted = false;
        acceptor_.async_accept(peer_, [&accepted](const auto&) { accepted = true; });
        transport_.open("127.0.0.1", acceptor_.local_endpoint().port());
        ASSERT_TRUE(run_until(context_, [&] { return accepted && open_; }));
    }
    void send_to_transport(ByteSpan octets) {
        asio::write(peer_, asio::buffer(octets.data(), octets.size()));
    }
    std::size_t frames() const {
        std::size_t count = 0;
        for (const auto batch : batches_) count += batch;
        return count;
    }

    asio::io_context context_;
    tcp::acceptor acceptor_{context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    tcp::socket peer_{context_};
    bool open_ = false;
    std::vector<std::size_t> batches_;  // their sizes
    std::string failure_;
    TcpTransport transport_{
        context_,
        {[this](const Endpoint&, const Endpoint&) { open_ = true; },
         [this](std::span<const Arrival> arrivals) { batches_.push_back(arrivals.size()); },
         [this](std::string sentence) { failure_ = std::move(sentence); }}};
};

TEST_F(TcpTransportTest, HandsOverAllFramesOfAReadInOneBatch) {
    open();
    ByteBuffer octets;
    for (int i = 0; i < 100; ++i) append_octets(octets, kFrame);
    send_to_transport(octets);
    ASSERT_TRUE(run_until(context_, [this] { return !batches_.empty(); }));
    EXPECT_EQ(batches_, std::vector<std::size_t>{100});
}

TEST_F(TcpTransportTest, JoinsWhatComesInPieces) {
    open();
    for (const std::uint8_t octet : kFrame) {
        send_to_transport({&octet, 1});
        context_.restart();
        context_.poll();
    }
    ASSERT_TRUE(run_until(context_, [this] { return frames() == 1; }));
}

TEST_F(TcpTransportTest, ReadsMoreThanItsBufferHolds) {
    open();
    constexpr std::size_t kFrames = 5 * FrameStream::kCapacity / 8;
    ByteBuffer octets;
    for (std::size_t i = 0; i < kFrames; ++i) append_octets(octets, kFrame);
    send_to_transport(octets);
    EXPECT_TRUE(run_until(context_, [&] { return frames() == kFrames; }));
}

TEST_F(TcpTransportTest, SendsInOneWriteWhatWasSentInOneTurn) {
    open();
    for (int i = 0; i < 10; ++i) transport_.send(kFrame, {});
    EXPECT_EQ(peer_.available(), 0U);
    std::array<std::uint8_t, 1024> buffer{};
    std::size_t received = 0;
    peer_.async_read_some(asio::buffer(buffer),
                          [&](const auto&, std::size_t size) { received = size; });
    ASSERT_TRUE(run_until(context_, [&] { return received != 0; }));
    EXPECT_EQ(received, 10 * kFrame.size());
}

TEST_F(TcpTransportTest, KeepsWhatTheServerDoesNotTakeYet) {
    open();
    constexpr std::size_t kRounds = 2000;
    const ByteBuffer frame(TcpTransport::kUnsentMax / 4);
    std::size_t sent = 0;
    for (std::size_t i = 0; i < kRounds && failure_.empty(); ++i) {
        transport_.send(frame, {});
        transport_.flush();
        ++sent;
        context_.restart();
        context_.poll();
    }
    EXPECT_LT(sent, kRounds) << "a server that never reads was not given up";
    EXPECT_NE(failure_.find("does not read"), std::string::npos);
}

TEST_F(TcpTransportTest, FailsWhenTheStreamIsOutOfStepAfterHandingOverWhatWasGood) {
    open();
    auto octets = kFrame;
    append_octets(octets, from_hex("ffffffffffffffff"));
    send_to_transport(octets);
    ASSERT_TRUE(run_until(context_, [this] { return !failure_.empty(); }));
    EXPECT_EQ(frames(), 1U);
}

TEST_F(TcpTransportTest, FailsWhenTheServerHangsUp) {
    open();
    peer_.close();
    EXPECT_TRUE(run_until(context_, [this] { return !failure_.empty(); }));
}

TEST_F(TcpTransportTest, SaysThatNobodyListens) {
    const auto port = acceptor_.local_endpoint().port();
    acceptor_.close();
    transport_.open("127.0.0.1", port);
    ASSERT_TRUE(run_until(context_, [this] { return !failure_.empty(); }));
    EXPECT_NE(failure_.find("127.0.0.1"), std::string::npos);
}

TEST_F(TcpTransportTest, CanBeOpenedAgain) {
    open();
    transport_.close();
    open_ = false;
    peer_ = tcp::socket(context_);
    open();
    send_to_transport(kFrame);
    EXPECT_TRUE(run_until(context_, [this] { return frames() == 1; }));
}

}  // namespace
}  // namespace knx
