// SPDX-License-Identifier: Apache-2.0
// The services by their numbers.
#include "knx/protocol/application_service.hpp"

namespace knx {
namespace {

struct Row {
    std::uint16_t apci;
    ApplicationService service;
};

constexpr std::uint8_t kSixBits = 0x3f;

// A number of its own goes before the sixty-four that carry six bits of value.
constexpr Row kRows[] = {
    {0x1c8, {"SystemNetworkParameterRead", 0}},
    {0x1c9, {"SystemNetworkParameterResponse", 0}},
    {0x1ca, {"SystemNetworkParameterWrite", 0}},
    {0x1cc, {"PropertyExtValueRead", 0}},
    {0x1cd, {"PropertyExtValueResponse", 0}},
    {0x1ce, {"PropertyExtValueWriteCon", 0}},
    {0x1cf, {"PropertyExtValueWriteConRes", 0}},
    {0x1d0, {"PropertyExtValueWriteUnCon", 0}},
    {0x1d1, {"PropertyExtValueInfoReport", 0}},
    {0x1d2, {"PropertyExtDescriptionRead", 0}},
    {0x1d3, {"PropertyExtDescriptionResponse", 0}},
    {0x1d4, {"FunctionPropertyExtCommand", 0}},
    {0x1d5, {"FunctionPropertyExtStateRead", 0}},
    {0x1d6, {"FunctionPropertyExtStateResponse", 0}},
    {0x1fb, {"MemoryExtendedWrite", 0}},
    {0x1fc, {"MemoryExtendedWriteResponse", 0}},
    {0x1fd, {"MemoryExtendedRead", 0}},
    {0x1fe, {"MemoryExtendedReadResponse", 0}},
    {0x2c0, {"UserMemoryRead", 0}},
    {0x2c1, {"UserMemoryResponse", 0}},
    {0x2c2, {"UserMemoryWrite", 0}},
    {0x2c4, {"UserMemoryBitWrite", 0}},
    {0x2c5, {"UserManufacturerInfoRead", 0}},
    {0x2c6, {"UserManufacturerInfoResponse", 0}},
    {0x2c7, {"FunctionPropertyCommand", 0}},
    {0x2c8, {"FunctionPropertyStateRead", 0}},
    {0x2c9, {"FunctionPropertyStateResponse", 0}},
    {0x380, {"Restart", 0}},
    {0x381, {"RestartMasterReset", 0}},
    {0x3a1, {"RestartMasterResetResponse", 0}},
    {0x3c0, {"FilterTableOpen", 0}},
    {0x3c1, {"FilterTableRead", 0}},
    {0x3c2, {"FilterTableResponse", 0}},
    {0x3c3, {"FilterTableWrite", 0}},
    {0x3c8, {"RouterMemoryRead", 0}},
    {0x3c9, {"RouterMemoryResponse", 0}},
    {0x3ca, {"RouterMemoryWrite", 0}},
    {0x3cd, {"RouterStatusRead", 0}},
    {0x3ce, {"RouterStatusResponse", 0}},
    {0x3cf, {"RouterStatusWrite", 0}},
    {0x3d0, {"MemoryBitWrite", 0}},
    {0x3d1, {"AuthorizeRequest", 0}},
    {0x3d2, {"AuthorizeResponse", 0}},
    {0x3d3, {"KeyWrite", 0}},
    {0x3d4, {"KeyResponse", 0}},
    {0x3d5, {"PropertyValueRead", 0}},
    {0x3d6, {"PropertyValueResponse", 0}},
    {0x3d7, {"PropertyValueWrite", 0}},
    {0x3d8, {"PropertyDescriptionRead", 0}},
    {0x3d9, {"PropertyDescriptionResponse", 0}},
    {0x3da, {"NetworkParameterRead", 0}},
    {0x3db, {"NetworkParameterResponse", 0}},
    {0x3dc, {"IndividualAddressSerialRead", 0}},
    {0x3dd, {"IndividualAddressSerialResponse", 0}},
    {0x3de, {"IndividualAddressSerialWrite", 0}},
    {0x3e0, {"DomainAddressWrite", 0}},
    {0x3e1, {"DomainAddressRead", 0}},
    {0x3e2, {"DomainAddressResponse", 0}},
    {0x3e3, {"DomainAddressSelectiveRead", 0}},
    {0x3e4, {"NetworkParameterWrite", 0}},
    {0x3e5, {"LinkRead", 0}},
    {0x3e6, {"LinkResponse", 0}},
    {0x3e7, {"LinkWrite", 0}},
    {0x3e8, {"GroupPropValueRead", 0}},
    {0x3e9, {"GroupPropValueResponse", 0}},
    {0x3ea, {"GroupPropValueWrite", 0}},
    {0x3eb, {"GroupPropValueInfoReport", 0}},
    {0x3ec, {"DomainAddressSerialNumberRead", 0}},
    {0x3ed, {"DomainAddressSerialNumberResponse", 0}},
    {0x3ee, {"DomainAddressSerialNumberWrite", 0}},
    {0x3f0, {"FileStreamInfoReport", 0}},
    {0x3f1, {"SecureAPDU", 0}},
};

// One for each value of the upper four bits; the lower six are free for it.
constexpr ApplicationService kWide[16] = {
    {"GroupValueRead", 0},
    {"GroupValueResponse", kSixBits},
    {"GroupValueWrite", kSixBits},
    {"IndividualAddressWrite", 0},
    {"IndividualAddressRead", 0},
    {"IndividualAddressResponse", 0},
    {"ADCRead", kSixBits},
    {"ADCResponse", kSixBits},
    {"MemoryRead", kSixBits},
    {"MemoryResponse", kSixBits},
    {"MemoryWrite", kSixBits},
    {},  // user messages: each has its number above
    {"DeviceDescriptorRead", kSixBits},
    {"DeviceDescriptorResponse", kSixBits},
    {"Restart", kSixBits},
    {},  // extended services: the same
};

}  // namespace

std::optional<ApplicationService> find_application_service(std::uint16_t apci) {
    for (const auto& row : kRows) {
        if (row.apci == apci) return row.service;
    }
    const auto& wide = kWide[apci >> 6 & 0x0f];
    if (wide.name.empty()) return std::nullopt;
    return wide;
}

}  // namespace knx
