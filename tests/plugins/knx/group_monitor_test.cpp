// SPDX-License-Identifier: Apache-2.0
// GroupMonitor: what a record says of a telegram.
#include "knx/group_monitor.hpp"

#include <map>

#include "plugins/knx/bridge/bridge_fixture.hpp"

namespace knx {
namespace {

class GroupMonitorTest : public BridgeTest {
 protected:
    GroupMonitorTest() { monitor.watch(true); }

    // The one record of one telegram from 1.1.5, by column; values as text.
    std::map<std::string, std::string> heard(const Telegram& telegram) {
        const std::vector<TunnelEvent> events{telegram};
        records.clear();
        monitor.heard(main, events);
        EXPECT_EQ(records.size(), 1U);
        return columns(records.back());
    }
    static std::map<std::string, std::string> columns(const v1::MonitorRecord& record) {
        std::map<std::string, std::string> texts;
        for (const auto& column : record.columns()) {
            const auto& value = column.value();
            texts[column.name()] = value.kind_case() == v1::Value::kText
                                       ? value.text()
                                       : busbar::to_string(busbar::to_value(value));
        }
        return texts;
    }
    void put_and_tell(const std::string& id, const Addresses& addresses) {
        put(id, addresses);
        monitor.objects_changed();
    }

    std::vector<v1::MonitorRecord> records;
    GroupMonitor monitor{bridge, [this](v1::MonitorRecord record) { records.push_back(record); }};
};

using Columns = std::map<std::string, std::string>;

TEST_F(GroupMonitorTest, ShowsOnlyRawOctetsOfAnAddressNobodyKnows) {
    EXPECT_EQ(heard(telegram_to("1/2/3", raw({0x0c, 0x1a}))), (Columns{{"direction", "in"},
                                                                       {"interface", "main"},
                                                                       {"source", "1.1.5"},
                                                                       {"destination", "1/2/3"},
                                                                       {"service", "write"},
                                                                       {"raw", "0c1a"}}));
}

TEST_F(GroupMonitorTest, DecodesByTheObjectsType) {
    put_and_tell("kitchen", {"9.001", "", "1/2/3"});
    const auto record = heard(telegram_to("1/2/3", raw({0x0c, 0x1a}), GroupService::Response));
    EXPECT_EQ(record.at("service"), "response");
    EXPECT_EQ(record.at("type"), "9.001");
    EXPECT_EQ(record.at("value"), "21");
    EXPECT_EQ(record.at("text"), "21 °C");
    EXPECT_EQ(record.at("object"), "kitchen");
}

TEST_F(GroupMonitorTest, KnowsCommandStatusAndListeningAddressesAlike) {
    put_and_tell("lamp", {"1.001", "1/1/1", "1/1/2", {"1/1/3"}});
    for (const auto* address : {"1/1/1", "1/1/2", "1/1/3"}) {
        EXPECT_EQ(heard(telegram_to(address, bit(true))).at("object"), "lamp") << address;
    }
}

TEST_F(GroupMonitorTest, NamesEveryObjectOnceAndTakesTheTypeThatFits) {
    put_and_tell("a", {"9.001", "", "1/2/3"});
    put_and_tell("b", {"5.001", "1/2/3", "1/2/3"});
    const auto record = heard(telegram_to("1/2/3", raw({0xff})));
    EXPECT_EQ(record.at("object"), "a, b");
    EXPECT_EQ(record.at("type"), "5.001");
    EXPECT_EQ(record.at("text"), "100 %");
}

TEST_F(GroupMonitorTest, SaysWhyAPayloadDoesNotFit) {
    put_and_tell("kitchen", {"9.001", "", "1/2/3"});
    const auto record = heard(telegram_to("1/2/3", raw({0x7f, 0xff})));
    EXPECT_FALSE(record.contains("value"));
    EXPECT_NE(record.at("text").find("no valid value"), std::string::npos) << record.at("text");
    EXPECT_EQ(record.at("raw"), "7fff");
}

TEST_F(GroupMonitorTest, ReadsHaveNoValue) {
    put_and_tell("kitchen", {"9.001", "", "1/2/3"});
    const auto record = heard(telegram_to("1/2/3", {}, GroupService::Read));
    EXPECT_EQ(record.at("service"), "read");
    EXPECT_EQ(record.at("object"), "kitchen");
    EXPECT_FALSE(record.contains("raw"));
    EXPECT_FALSE(record.contains("text"));
}

TEST_F(GroupMonitorTest, WhatIsSealedStaysSealed) {
    put_and_tell("kitchen", {"9.001", "", "1/2/3"});
    const auto record = heard(telegram_to("1/2/3", raw({0x10, 1}), GroupService::Secured));
    EXPECT_EQ(record.at("service"), "secured");
    EXPECT_EQ(record.at("raw"), "1001");
    EXPECT_FALSE(record.contains("value"));
}

TEST_F(GroupMonitorTest, WhatIsSentComesFromTheAddressTheInterfaceGaveUs) {
    auto telegram = telegram_to("1/2/3", bit(true));
    telegram.source = {};
    monitor.sent(main, telegram);
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(columns(records[0]).at("direction"), "out");
    EXPECT_EQ(columns(records[0]).at("source"), "1.1.250");
}

TEST_F(GroupMonitorTest, WritesAddressesInTheProjectsStyle) {
    monitor.set_style(GroupStyle::TwoLevel);
    EXPECT_EQ(heard(telegram_to("1/2/3", bit(true))).at("destination"), "1/515");
}

TEST_F(GroupMonitorTest, ColumnsHaveTheOrderOfTheDocumentation) {
    put_and_tell("lamp", {"1.001", "1/2/3"});
    heard(telegram_to("1/2/3", bit(true)));
    std::string names;
    for (const auto& column : records.back().columns()) names += column.name() + ' ';
    EXPECT_EQ(names, "direction interface source destination service raw type value text object ");
}

}  // namespace
}  // namespace knx
