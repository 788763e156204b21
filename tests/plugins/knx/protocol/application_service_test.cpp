// SPDX-License-Identifier: Apache-2.0
// APCI: numbers of their own, and those that carry six bits.
#include "knx/protocol/application_service.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

struct Row {
    std::uint16_t apci;
    const char* name;
    std::uint8_t small_mask;
};

TEST(ApplicationService, IsFoundByItsNumber) {
    constexpr Row kRows[] = {
        {0x000, "GroupValueRead", 0},
        {0x040, "GroupValueResponse", 0x3f},
        {0x07f, "GroupValueResponse", 0x3f},
        {0x081, "GroupValueWrite", 0x3f},
        {0x0c0, "IndividualAddressWrite", 0},
        {0x100, "IndividualAddressRead", 0},
        {0x140, "IndividualAddressResponse", 0},
        {0x181, "ADCRead", 0x3f},
        {0x1c1, "ADCResponse", 0x3f},
        {0x1c9, "SystemNetworkParameterResponse", 0},
        {0x1cc, "PropertyExtValueRead", 0},
        {0x203, "MemoryRead", 0x3f},
        {0x24c, "MemoryResponse", 0x3f},
        {0x281, "MemoryWrite", 0x3f},
        {0x2c0, "UserMemoryRead", 0},
        {0x2c7, "FunctionPropertyCommand", 0},
        {0x300, "DeviceDescriptorRead", 0x3f},
        {0x340, "DeviceDescriptorResponse", 0x3f},
        {0x380, "Restart", 0},
        {0x381, "RestartMasterReset", 0},
        {0x3d1, "AuthorizeRequest", 0},
        {0x3d5, "PropertyValueRead", 0},
        {0x3d9, "PropertyDescriptionResponse", 0},
        {0x3dc, "IndividualAddressSerialRead", 0},
        {0x3f1, "SecureAPDU", 0},
    };
    for (const auto& row : kRows) {
        const auto service = find_application_service(row.apci);
        ASSERT_TRUE(service) << row.apci;
        EXPECT_EQ(service->name, row.name);
        EXPECT_EQ(service->small_mask, row.small_mask) << row.name;
    }
}

TEST(ApplicationService, HasNoNameForANumberThatNoServiceHas) {
    for (const std::uint16_t apci : {0x2c3, 0x2ff, 0x3c4, 0x3df, 0x3f8, 0x3ff}) {
        EXPECT_FALSE(find_application_service(apci)) << apci;
    }
}

}  // namespace
}  // namespace knx
