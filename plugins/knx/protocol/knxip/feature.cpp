// SPDX-License-Identifier: Apache-2.0
// TUNNELLING_FEATURE_*: decode, encode.
#include "knx/protocol/knxip/feature.hpp"

#include <cstddef>

namespace knx {

busbar::Result<TunnellingFeature> decode_tunnelling_feature(Service service, ByteSpan body) {
    constexpr std::size_t kFeatureSize = 2;  // feature id | return code or reserved
    const auto connection = BUSBAR_TRY(decode_connection_header(body));
    const auto feature = body.subspan(ConnectionHeader::kSize);
    BUSBAR_CHECK(expect_at_least(feature, kFeatureSize, "tunnelling feature"));
    const auto value = feature.subspan(kFeatureSize);
    if (service == Service::TunnellingFeatureGet) {
        BUSBAR_CHECK(expect_size(value, 0, "value of TUNNELLING_FEATURE_GET"));
    } else if (service != Service::TunnellingFeatureResponse) {
        BUSBAR_CHECK(expect_at_least(value, 1, "value of a tunnelling feature"));
    }
    return TunnellingFeature{connection, static_cast<Feature>(feature[0]), feature[1], value};
}

void encode(const TunnellingFeature& feature, Service service, ByteBuffer& out) {
    FrameWriter frame(out, service);
    encode_connection_header(feature.connection, out);
    out.push_back(static_cast<std::uint8_t>(feature.feature));
    out.push_back(feature.return_code);
    append_octets(out, feature.value);
    frame.finish();
}

}  // namespace knx
