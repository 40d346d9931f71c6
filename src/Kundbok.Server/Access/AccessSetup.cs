using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kundbok.Server.Access;

/// <summary>
/// Sets up who may call: our own tokens, and those of an outside authority where the operator names one. Whichever accepted it, a
/// principal has the same few claims: merchant, scopes, token id, the token's name and, for our own, the user.
/// </summary>
internal static class AccessSetup
{
    private const string Own = "own";
    private const string Outside = "outside";

    // A secret shared with an authority, or none at all, is nothing to trust an outside token by.
    private static readonly string[] OutsideAlgorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public static void AddAccess(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<LoginTurns>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<AdministrationLog>();
        services.AddSingleton<AccessRefresher>();
        services.AddHostedService(provider => provider.GetRequiredService<AccessRefresher>());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessProblems>();

        // AddAuthentication would add the keys that protect cookies too, and write them to the home directory.
        services.AddAuthenticationCore(options => options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme);
        services.AddScoped<IAuthenticationService, RememberingAuthentication>();
        services.AddSingleton<IAuthenticationConfigurationProvider, NoFurtherSettings>();
        services.AddWebEncoders();
        var authentication = new AuthenticationBuilder(services)
            .AddPolicyScheme(JwtBearerDefaults.AuthenticationScheme, null, policy => policy.ForwardDefaultSelector = context =>
                settings.Auth.Authority is not null && IsForeign(BearerToken.Of(context.Request)) ? Outside : Own)
            .AddJwtBearer(Own);
        services.AddOptions<JwtBearerOptions>(Own).Configure<SecretKeys, AccessRefresher, TimeProvider>(AcceptOwn);
        if (settings.Auth.Authority is not null)
        {
            authentication.AddJwtBearer(Outside);
            services.AddOptions<JwtBearerOptions>(Outside).Configure<AccessRefresher, TimeProvider>((bearer, access, time) => AcceptOutside(bearer, settings.Auth, access, time));
        }

        services.AddAuthorization(options =>
        {
            foreach (var scope in Scopes.All)
                options.AddPolicy(scope, policy => policy.RequireAuthenticatedUser().RequireClaim(OwnTokens.Scope, scope));
        });
    }

    private static bool IsForeign(string? token)
    {
        try
        {
            return token is not null && new JsonWebToken(token).Issuer != OwnTokens.Issuer;
        }
        catch (Exception)
        {
            return false; // no token at all, in one of the many ways not to be one; ours refuses it
        }
    }

    private static void AcceptOwn(JwtBearerOptions bearer, SecretKeys secrets, AccessRefresher access, TimeProvider time)
    {
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = OwnTokens.Issuer,
            ValidAudience = OwnTokens.Audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKeyResolver = (_, _, kid, _) =>
                secrets.DeriveOf(kid ?? "", OwnTokens.SigningPurpose) is { } key ? [new SymmetricSecurityKey(key) { KeyId = kid }] : [],
            RequireExpirationTime = true,
            LifetimeValidator = (from, to, _, _) => IsInForce(from, to, time.GetUtcNow().UtcDateTime, TimeSpan.Zero),
        };
        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = UseBearerToken,
            OnTokenValidated = async context =>
            {
                var token = context.Principal!;
                var id = token.FindFirstValue(TokenPrincipal.TokenIdClaim);
                if (id is null || token.FindMerchant() is not { } merchant || await access.FindInForceAsync(id, merchant, context.HttpContext.RequestAborted) is not { } issued)
                    context.Fail("The token is revoked, or was never issued by this register.");
                else
                    context.Principal = Principal(merchant, id, issued.Name, token.FindFirstValue(OwnTokens.Scope), token.FindFirstValue(OwnTokens.Subject), token.FindFirstValue(JwtRegisteredClaimNames.Iat));
            },
        };
    }

    private static void AcceptOutside(JwtBearerOptions bearer, AuthSettings auth, AccessRefresher access, TimeProvider time)
    {
        bearer.MapInboundClaims = false;
        bearer.Authority = auth.Authority;
        bearer.RequireHttpsMetadata = !new Uri(auth.Authority!).IsLoopback;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = auth.Audience,
            ValidAlgorithms = OutsideAlgorithms,
            RequireExpirationTime = true,
            LifetimeValidator = (from, to, _, _) => IsInForce(from, to, time.GetUtcNow().UtcDateTime, ClockSkew),
        };
        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = UseBearerToken,
            OnTokenValidated = async context =>
            {
                var token = context.Principal!;
                var named = token.FindFirstValue(auth.MerchantClaim);
                if (!long.TryParse(named, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var merchant)
                    || !await access.IsMerchantAsync(merchant, context.HttpContext.RequestAborted))
                {
                    context.Fail("The token names no merchant of this register.");
                    return;
                }

                var scopes = string.Join(' ', token.FindAll(claim => claim.Type is OwnTokens.Scope or "scp").Select(claim => claim.Value));
                var id = $"{token.FindFirstValue(JwtRegisteredClaimNames.Iss)} {token.FindFirstValue(TokenPrincipal.TokenIdClaim) ?? token.FindFirstValue(OwnTokens.Subject)}";
                context.Principal = Principal(merchant, id, TokenActor.FindOutsideName(token), scopes, userName: null, token.FindFirstValue(JwtRegisteredClaimNames.Iat));
            },
        };
    }

    private static Task UseBearerToken(MessageReceivedContext context)
    {
        context.Token = BearerToken.Of(context.Request);
        if (context.Token is null) context.NoResult();
        return Task.CompletedTask;
    }

    private static bool IsInForce(DateTime? from, DateTime? to, DateTime now, TimeSpan skew) =>
        to is not null && now < to + skew && (from is null || now >= from - skew);

    // Only what the program reads: whatever else a token claims stays outside.
    private static ClaimsPrincipal Principal(long merchant, string tokenId, string? name, string? scopes, string? userName, string? issuedAt)
    {
        var identity = new ClaimsIdentity("token", OwnTokens.Subject, roleType: null);
        identity.AddClaim(new Claim(TokenPrincipal.MerchantClaim, OwnTokens.Text(merchant)));
        identity.AddClaim(new Claim(TokenPrincipal.TokenIdClaim, tokenId));
        if (!string.IsNullOrEmpty(name)) identity.AddClaim(new Claim(TokenActor.NameClaim, name));
        if (userName is not null) identity.AddClaim(new Claim(OwnTokens.Subject, userName));
        if (issuedAt is not null) identity.AddClaim(new Claim(JwtRegisteredClaimNames.Iat, issuedAt));
        foreach (var scope in (scopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)) identity.AddClaim(new Claim(OwnTokens.Scope, scope));
        return new ClaimsPrincipal(identity);
    }

    // Everything is said here; nothing comes from a section "Authentication" of the settings.
    private sealed class NoFurtherSettings : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }
}
