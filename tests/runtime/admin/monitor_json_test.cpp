// SPDX-License-Identifier: Apache-2.0
// Monitor records in JSON.
#include "admin/monitor_json.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

v1::MonitorRecord record_of(const char* first, const char* second) {
    v1::MonitorRecord record;
    record.set_time_us(1'000'000);
    auto& one = *record.add_columns();
    one.set_name(first);
    one.mutable_value()->set_text("1.1.5");
    auto& two = *record.add_columns();
    two.set_name(second);
    two.mutable_value()->set_number(21.5);
    return record;
}

TEST(MonitorJson, KeepsTheColumnsInTheirOrder) {
    EXPECT_EQ(write_monitor_record("knx", record_of("source", "value")),
              R"({"plugin":"knx","time":"1970-01-01T00:00:01.000000Z",)"
              R"("columns":{"source":"1.1.5","value":21.5}})");
    EXPECT_EQ(write_monitor_record("knx", record_of("z", "a")),
              R"({"plugin":"knx","time":"1970-01-01T00:00:01.000000Z",)"
              R"("columns":{"z":"1.1.5","a":21.5}})");
}

TEST(MonitorJson, SaysHowManyWereMissed) {
    auto record = record_of("source", "value");
    record.set_missed(7);
    EXPECT_NE(write_monitor_record("knx", record).find(R"("missed":7)"), std::string::npos);
}

TEST(MonitorJson, TakesWhatIsNoTextAndWhatHasNoValue) {
    v1::MonitorRecord record;
    record.add_columns()->set_name("nothing");
    EXPECT_NE(write_monitor_record("\xff", record).find(R"("nothing":null)"), std::string::npos);
}

}  // namespace
}  // namespace busbar
