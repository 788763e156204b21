// SPDX-License-Identifier: Apache-2.0
// DatagramBatch and OutgoingDatagrams: what one call reads and sends.
#include "knx/io/datagram_batch.hpp"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include "knx/io/endpoint.hpp"

namespace knx {
namespace {

using boost::asio::ip::udp;

class DatagramBatchTest : public ::testing::Test {
 protected:
    void send(std::size_t size) {
        sender_.send_to(boost::asio::buffer(ByteBuffer(size, 1)), socket_.local_endpoint());
    }
    std::span<const Arrival> receive() { return batch_.receive(socket_.native_handle()); }

    boost::asio::io_context context_;
    udp::socket socket_{context_, udp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
    udp::socket sender_{context_, udp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
    DatagramBatch batch_;
};

TEST_F(DatagramBatchTest, IsEmptyWhenNothingIsThere) { EXPECT_TRUE(receive().empty()); }

TEST_F(DatagramBatchTest, ReadsAllThatWaitWithTheirSenders) {
    send(6);
    send(17);
    const auto arrivals = receive();
    ASSERT_EQ(arrivals.size(), 2U);
    EXPECT_EQ(arrivals[0].frame.size(), 6U);
    EXPECT_EQ(arrivals[1].frame.size(), 17U);
    EXPECT_EQ(arrivals[1].sender, from_asio(sender_.local_endpoint()));
}

TEST_F(DatagramBatchTest, DropsWhatIsTooLong) {
    send(DatagramBatch::kDatagramMax + 1);
    send(DatagramBatch::kDatagramMax);
    const auto arrivals = receive();
    ASSERT_EQ(arrivals.size(), 1U);
    EXPECT_EQ(arrivals[0].frame.size(), DatagramBatch::kDatagramMax);
}

class OutgoingDatagramsTest : public ::testing::Test {
 protected:
    void add(std::uint8_t octet, const udp::endpoint& to) {
        outgoing_.add(ByteBuffer{octet}, from_asio(to));
    }
    std::vector<int> send_and_receive() {
        outgoing_.send(sender_.native_handle());
        std::vector<int> octets;
        for (const auto& arrival : batch_.receive(receiver_.native_handle())) {
            octets.push_back(arrival.frame[0]);
        }
        return octets;
    }

    boost::asio::io_context context_;
    udp::socket receiver_{context_, udp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
    udp::socket sender_{context_, udp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
    DatagramBatch batch_;
    OutgoingDatagrams outgoing_;
};

TEST_F(OutgoingDatagramsTest, KeepTheirOrderBeyondOneBatch) {
    std::vector<int> sent;
    for (std::uint8_t i = 0; i < 2 * OutgoingDatagrams::kBatchMax + 1; ++i) {
        add(i, receiver_.local_endpoint());
        sent.push_back(i);
    }
    EXPECT_EQ(send_and_receive(), sent);
    EXPECT_TRUE(outgoing_.empty());
}

TEST_F(OutgoingDatagramsTest, AreSentOnce) {
    add(1, receiver_.local_endpoint());
    (void)send_and_receive();
    EXPECT_EQ(send_and_receive(), std::vector<int>{});
}

TEST_F(OutgoingDatagramsTest, LoseOnlyTheOneThatCannotBeSent) {
    const udp::endpoint nowhere(boost::asio::ip::address_v4::loopback(), 0);  // no such port
    add(1, receiver_.local_endpoint());
    add(2, nowhere);
    add(3, receiver_.local_endpoint());
    EXPECT_EQ(send_and_receive(), (std::vector<int>{1, 3}));
}

}  // namespace
}  // namespace knx
