// SPDX-License-Identifier: Apache-2.0
// How fast the broker's figures grow.
#include "mqtt-broker/protocol/figures.hpp"

#include <gtest/gtest.h>

namespace mqtt_broker {
namespace {

using namespace std::chrono_literals;

TEST(Rates, AreOfTheTimeBetweenTwoReports) {
    Rates rates;
    Figures figures;
    Rates::Time now{1h};
    figures.messages_in = 1'000;
    rates.take(figures, now);
    EXPECT_EQ(rates.messages_in, 0);
    figures.messages_in += 50;
    figures.bytes_out += 4'000;
    rates.take(figures, now += 5s);
    EXPECT_EQ(rates.messages_in, 10);
    EXPECT_EQ(rates.bytes_out, 800);
    rates.take(figures, now += 5s);
    EXPECT_EQ(rates.messages_in, 0);
    EXPECT_EQ(rates.bytes_out, 0);
}

TEST(Rates, OfABrokerThatCountsAnewAreNotNegative) {
    Rates rates;
    Figures figures;
    figures.messages_in = 1'000;
    rates.take(figures, Rates::Time{1h});
    rates.take({}, Rates::Time{1h + 5s});
    EXPECT_EQ(rates.messages_in, 0);
}

}  // namespace
}  // namespace mqtt_broker
