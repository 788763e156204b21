// SPDX-License-Identifier: Apache-2.0
// UdpTransport against a bare socket on the loopback.
#include "knx/io/udp_transport.hpp"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <optional>
#include <string>
#include <vector>

#include "knx/io/endpoint.hpp"
#include "support/knx/hex.hpp"
#include "support/knx/socket_server.hpp"

namespace knx {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using testing::run_until;

class UdpTransportTest : public ::testing::Test {
 protected:
    void open() {
        transport_.open("127.0.0.1", peer_.local_endpoint().port());
        ASSERT_TRUE(run_until(context_, [this] { return local_.has_value(); }));
    }
    void send_to_transport(ByteSpan octets) {
        peer_.send_to(asio::buffer(octets.data(), octets.size()), to_asio<udp::endpoint>(*local_));
    }

    asio::io_context context_;
    udp::socket peer_{context_, udp::endpoint(asio::ip::address_v4::loopback(), 0)};
    std::optional<Endpoint> local_;
    std::vector<std::vector<std::string>> batches_;
    std::vector<Endpoint> senders_;
    std::string failure_;
    UdpTransport transport_{context_,
                            {[this](const Endpoint& local, const Endpoint&) { local_ = local; },
                             [this](std::span<const Arrival> arrivals) {
                                 auto& batch = batches_.emplace_back();
                                 for (const auto& arrival : arrivals) {
                                     batch.push_back(testing::to_hex(arrival.frame));
                                     senders_.push_back(arrival.sender);
                                 }
                             },
                             [this](std::string sentence) { failure_ = std::move(sentence); }}};
};

TEST_F(UdpTransportTest, KnowsTheAddressTheServerReachesItAt) {
    open();
    EXPECT_EQ(local_->address, (std::array<std::uint8_t, 4>{127, 0, 0, 1}));
    EXPECT_NE(local_->port, 0);
}

TEST_F(UdpTransportTest, KeepsItsSocketWhenItIsOpenedAgainTheSameWay) {
    open();
    const auto before = *local_;
    local_.reset();
    open();
    EXPECT_EQ(*local_, before);
    send_to_transport(ByteBuffer{1});
    ASSERT_TRUE(run_until(context_, [this] { return !batches_.empty(); }));
    EXPECT_EQ(batches_.size(), 1U);
}

TEST_F(UdpTransportTest, TakesAnotherSocketToAnotherServer) {
    open();
    const auto before = *local_;
    local_.reset();
    transport_.open("127.0.0.1", static_cast<std::uint16_t>(peer_.local_endpoint().port() ^ 1));
    ASSERT_TRUE(run_until(context_, [this] { return local_.has_value(); }));
    EXPECT_NE(*local_, before);
}

TEST_F(UdpTransportTest, HandsOverWhatWaitsInOneBatch) {
    open();
    for (std::uint8_t i = 0; i < 10; ++i) send_to_transport(ByteBuffer{i});
    ASSERT_TRUE(run_until(context_, [this] { return !batches_.empty(); }));
    ASSERT_EQ(batches_.size(), 1U);
    EXPECT_EQ(batches_[0].size(), 10U);
    EXPECT_EQ(batches_[0][9], "09");
    EXPECT_EQ(senders_[0], from_asio(peer_.local_endpoint()));
}

TEST_F(UdpTransportTest, HandsOverMoreThanABatchInSeveral) {
    open();
    for (std::size_t i = 0; i < DatagramBatch::kBatchMax + 5; ++i) send_to_transport(ByteBuffer{1});
    ASSERT_TRUE(
        run_until(context_, [this] { return senders_.size() == DatagramBatch::kBatchMax + 5; }));
    EXPECT_EQ(batches_.size(), 2U);
    EXPECT_EQ(batches_[0].size(), DatagramBatch::kBatchMax);
}

TEST_F(UdpTransportTest, DropsADatagramThatIsTooLong) {
    open();
    send_to_transport(ByteBuffer(DatagramBatch::kDatagramMax + 1));
    send_to_transport(ByteBuffer(DatagramBatch::kDatagramMax));
    ASSERT_TRUE(run_until(context_, [this] { return !batches_.empty(); }));
    EXPECT_EQ(batches_[0].size(), 1U);
}

TEST_F(UdpTransportTest, SendsAtOnce) {
    open();
    transport_.send(testing::from_hex("0610"), from_asio(peer_.local_endpoint()));
    std::array<std::uint8_t, 16> buffer{};
    udp::endpoint sender;
    EXPECT_EQ(peer_.receive_from(asio::buffer(buffer), sender), 2U);
    EXPECT_EQ(from_asio(sender), *local_);
}

TEST_F(UdpTransportTest, SendsWhatItHoldsWhenItIsFlushedAndAtOnceAfterwards) {
    open();
    const auto to = from_asio(peer_.local_endpoint());
    transport_.hold();
    transport_.send(testing::from_hex("01"), to);
    transport_.send(testing::from_hex("02"), to);
    EXPECT_EQ(peer_.available(), 0U);
    transport_.flush();
    transport_.send(testing::from_hex("03"), to);
    std::array<std::uint8_t, 16> buffer{};
    for (int expected = 1; expected <= 3; ++expected) {
        ASSERT_EQ(peer_.receive(asio::buffer(buffer)), 1U);
        EXPECT_EQ(buffer[0], expected);
    }
}

TEST_F(UdpTransportTest, SendsWhatItHoldsBeforeItCloses) {
    open();
    transport_.hold();
    transport_.send(testing::from_hex("01"), from_asio(peer_.local_endpoint()));
    transport_.close();
    std::array<std::uint8_t, 16> buffer{};
    EXPECT_EQ(peer_.receive(asio::buffer(buffer)), 1U);
}

TEST_F(UdpTransportTest, HearsNothingOnceClosed) {
    open();
    send_to_transport(ByteBuffer{1});
    transport_.close();
    context_.restart();
    context_.poll();
    EXPECT_TRUE(batches_.empty());
    EXPECT_TRUE(failure_.empty());
}

TEST_F(UdpTransportTest, SaysThatAHostIsNotThere) {
    transport_.open("no..host", 3671);
    ASSERT_TRUE(run_until(context_, [this] { return !failure_.empty(); }));
    EXPECT_NE(failure_.find("no..host"), std::string::npos);
}

}  // namespace
}  // namespace knx
