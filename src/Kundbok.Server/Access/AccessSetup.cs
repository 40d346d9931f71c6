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
            .AddScheme<AuthenticationSchemeOptions, OwnTokenHandler>(Own, null);
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
            LifetimeValidator = (from, to, _, _) => OwnTokens.IsInForce(from, to, time.GetUtcNow().UtcDateTime, ClockSkew),
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
                context.Principal = TokenPrincipal.Create(merchant, id, TokenActor.FindOutsideName(token), scopes, userName: null, token.FindFirstValue(JwtRegisteredClaimNames.Iat));
            },
        };
    }

    private static Task UseBearerToken(MessageReceivedContext context)
    {
        context.Token = BearerToken.Of(context.Request);
        if (context.Token is null) context.NoResult();
        return Task.CompletedTask;
    }

    // Everything is said here; nothing comes from a section "Authentication" of the settings.
    private sealed class NoFurtherSettings : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }
}
