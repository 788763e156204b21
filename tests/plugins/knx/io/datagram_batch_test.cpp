// SPDX-License-Identifier: Apache-2.0
// DatagramBatch: what one call reads.
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

}  // namespace
}  // namespace knx
