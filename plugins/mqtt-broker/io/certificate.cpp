// SPDX-License-Identifier: Apache-2.0
// Certificates with OpenSSL: elliptic curve P-256, which every client of today knows.
#include "mqtt-broker/io/certificate.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;

template <auto Function>
struct Freed {
    template <class Thing>
    void operator()(Thing* thing) const {
        Function(thing);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using X509Pointer = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;

tl::unexpected<busbar::Error> not_made() {
    return fail(ErrorCode::Internal, "the certificate could not be made");
}

template <class Write>
std::string pem(const Write& write) {
    const Bio out(::BIO_new(::BIO_s_mem()));
    if (!out || !write(out.get())) return {};
    char* data = nullptr;
    const auto size = ::BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Bio reader(const std::string& text) {
    return Bio(::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

X509Pointer read_certificate(const std::string& text) {
    const auto in = reader(text);
    return X509Pointer(::PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
}

Key read_key(const std::string& text) {
    const auto in = reader(text);
    // A key with a password: there is nobody who could be asked for it.
    const auto no_password = [](char*, int, int, void*) { return -1; };
    return Key(::PEM_read_bio_PrivateKey(in.get(), nullptr, no_password, nullptr));
}

bool add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* extension = ::X509V3_EXT_nconf_nid(nullptr, &context, kind, value.c_str());
    if (extension == nullptr) return false;
    const bool added = ::X509_add_ext(certificate, extension, -1) == 1;
    ::X509_EXTENSION_free(extension);
    return added;
}

bool set_random_number(X509* certificate) {
    std::array<unsigned char, 16> number{};
    if (::RAND_bytes(number.data(), static_cast<int>(number.size())) != 1) return false;
    number[0] &= 0x7FU;  // positive
    auto* big = ::BN_bin2bn(number.data(), static_cast<int>(number.size()), nullptr);
    const bool set = big != nullptr &&
                     ::BN_to_ASN1_INTEGER(big, ::X509_get_serialNumber(certificate)) != nullptr;
    ::BN_free(big);
    return set;
}

bool set_time(ASN1_TIME* time, WallTime value) {
    return ::ASN1_TIME_set(time, std::chrono::system_clock::to_time_t(value)) != nullptr;
}

// Everything but what makes it an authority or a server. The clock of a client may be behind ours.
bool fill(X509* certificate, EVP_PKEY* key, const std::string& subject, WallTime now,
          std::chrono::days life) {
    constexpr long kVersion3 = 2;
    auto* name = ::X509_get_subject_name(certificate);
    const auto text = subject.substr(0, 64);  // the most a common name has
    return ::X509_set_version(certificate, kVersion3) == 1 && set_random_number(certificate) &&
           set_time(::X509_getm_notBefore(certificate), now - std::chrono::days(1)) &&
           set_time(::X509_getm_notAfter(certificate), now + life) &&
           ::X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                        reinterpret_cast<const unsigned char*>(text.data()),
                                        static_cast<int>(text.size()), -1, 0) == 1 &&
           ::X509_set_pubkey(certificate, key) == 1;
}

bool is_address(const std::string& name) {
    std::array<unsigned char, sizeof(in6_addr)> octets{};
    return ::inet_pton(AF_INET, name.c_str(), octets.data()) == 1 ||
           ::inet_pton(AF_INET6, name.c_str(), octets.data()) == 1;
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) {
        if (!out.empty()) out += ",";
        out += (is_address(name) ? "IP:" : "DNS:") + name;
    }
    return out;
}

Certificate written(X509* certificate, EVP_PKEY* key) {
    return {pem([&](BIO* out) { return ::PEM_write_bio_X509(out, certificate) == 1; }),
            pem([&](BIO* out) {
                return ::PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr,
                                                  nullptr) == 1;
            })};
}

std::string text_of(const GENERAL_NAME& name) {
    if (name.type == GEN_DNS) {
        return {reinterpret_cast<const char*>(::ASN1_STRING_get0_data(name.d.dNSName)),
                static_cast<std::size_t>(::ASN1_STRING_length(name.d.dNSName))};
    }
    if (name.type != GEN_IPADD) return {};
    std::array<char, INET6_ADDRSTRLEN> text{};
    const auto family = ::ASN1_STRING_length(name.d.iPAddress) == 4 ? AF_INET : AF_INET6;
    ::inet_ntop(family, ::ASN1_STRING_get0_data(name.d.iPAddress), text.data(), text.size());
    return text.data();
}

std::vector<std::string> names_of(X509* certificate) {
    std::vector<std::string> out;
    const Names names(static_cast<GENERAL_NAMES*>(
        ::X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        out.push_back(text_of(*sk_GENERAL_NAME_value(names.get(), i)));
    }
    std::ranges::sort(out);
    return out;
}

busbar::Result<WallTime> time_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (::ASN1_TIME_to_tm(time, &parts) != 1) {
        return fail(ErrorCode::InvalidArgument, "The certificate says no time.");
    }
    return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

void add_addresses(std::vector<std::string>& names) {
    ifaddrs* interfaces = nullptr;
    if (::getifaddrs(&interfaces) != 0) return;
    for (const auto* each = interfaces; each != nullptr; each = each->ifa_next) {
        if (each->ifa_addr == nullptr || (each->ifa_flags & IFF_LOOPBACK) != 0) continue;
        std::array<char, INET6_ADDRSTRLEN> text{};
        const void* address = nullptr;
        if (each->ifa_addr->sa_family == AF_INET) {
            address = &reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr;
        } else if (each->ifa_addr->sa_family == AF_INET6) {
            const auto& six = reinterpret_cast<const sockaddr_in6*>(each->ifa_addr)->sin6_addr;
            // Those of a link name it by an interface, which a certificate cannot.
            if (!IN6_IS_ADDR_LINKLOCAL(&six)) address = &six;
        }
        if (address != nullptr &&
            ::inet_ntop(each->ifa_addr->sa_family, address, text.data(), text.size()) != nullptr) {
            names.emplace_back(text.data());
        }
    }
    ::freeifaddrs(interfaces);
}

}  // namespace

busbar::Result<Certificate> make_authority(const std::string& name, WallTime now) {
    const Key key(EVP_EC_gen("P-256"));
    const X509Pointer made(::X509_new());
    const bool good =
        key && made && fill(made.get(), key.get(), name, now, kAuthorityLife) &&
        ::X509_set_issuer_name(made.get(), ::X509_get_subject_name(made.get())) == 1 &&
        add_extension(made.get(), made.get(), NID_basic_constraints, "critical,CA:TRUE") &&
        add_extension(made.get(), made.get(), NID_key_usage, "critical,keyCertSign") &&
        add_extension(made.get(), made.get(), NID_subject_key_identifier, "hash") &&
        ::X509_sign(made.get(), key.get(), ::EVP_sha256()) > 0;
    if (!good) return not_made();
    return written(made.get(), key.get());
}

busbar::Result<Certificate> make_server_certificate(const Certificate& authority,
                                                    const std::vector<std::string>& names,
                                                    WallTime now) {
    const auto issuer = read_certificate(authority.chain);
    const auto issuer_key = read_key(authority.key);
    const Key key(EVP_EC_gen("P-256"));
    const X509Pointer made(::X509_new());
    const bool good =
        issuer && issuer_key && key && made && !names.empty() &&
        fill(made.get(), key.get(), names.front(), now, kServerLife) &&
        ::X509_set_issuer_name(made.get(), ::X509_get_subject_name(issuer.get())) == 1 &&
        add_extension(made.get(), issuer.get(), NID_basic_constraints, "critical,CA:FALSE") &&
        add_extension(made.get(), issuer.get(), NID_key_usage, "critical,digitalSignature") &&
        add_extension(made.get(), issuer.get(), NID_ext_key_usage, "serverAuth") &&
        add_extension(made.get(), issuer.get(), NID_authority_key_identifier, "keyid") &&
        add_extension(made.get(), issuer.get(), NID_subject_alt_name, alternative_names(names)) &&
        ::X509_sign(made.get(), issuer_key.get(), ::EVP_sha256()) > 0;
    if (!good) return not_made();
    return written(made.get(), key.get());
}

busbar::Result<CertificateFacts> look_at(const Certificate& certificate, WallTime now) {
    const auto read = read_certificate(certificate.chain);
    if (!read) return fail(ErrorCode::InvalidArgument, "This is no certificate in PEM form.");
    const auto key = read_key(certificate.key);
    if (!key) {
        return fail(ErrorCode::InvalidArgument,
                    "The key is no private key in PEM form without a password.");
    }
    if (::X509_check_private_key(read.get(), key.get()) != 1) {
        return fail(ErrorCode::InvalidArgument, "The key does not belong to the certificate.");
    }
    const auto begins = BUSBAR_TRY(time_of(::X509_get0_notBefore(read.get())));
    CertificateFacts facts{BUSBAR_TRY(time_of(::X509_get0_notAfter(read.get()))),
                           names_of(read.get())};
    if (now < begins) return fail(ErrorCode::InvalidArgument, "The certificate is not valid yet.");
    if (now >= facts.ends) return fail(ErrorCode::InvalidArgument, "The certificate has run out.");
    return facts;
}

std::vector<std::string> names_of_this_machine() {
    constexpr std::size_t kNamesMax = 64;
    std::array<char, 256> host{};
    std::vector<std::string> names;
    if (::gethostname(host.data(), host.size() - 1) == 0 && host[0] != '\0') {
        const std::string name = host.data();
        names.push_back(name);
        if (name.find('.') == std::string::npos && name != "localhost") {
            names.push_back(name + ".local");  // by multicast DNS
        }
    }
    for (const auto* each : {"localhost", "127.0.0.1", "::1"}) {
        if (std::ranges::find(names, each) == names.end()) names.emplace_back(each);
    }
    add_addresses(names);
    if (names.size() > kNamesMax) names.resize(kNamesMax);
    return names;
}

}  // namespace mqtt_broker
